"""What one does against, or without, the other: reporting and what becomes of it, blocking, leaving, going."""

from collections.abc import Callable
from typing import Any

from portal.kernel.access import Permission
from portal.pairs.queries import my_pair, my_partner
from portal.pairs.rules import MyPair
from portal.pairs.service import blocks, leaving
from portal.privacy.service import delete_account
from portal.programs.queries import my_program
from portal.safety import policy, queries
from portal.safety import service as safety
from portal.safety.queries import ReportSeen
from portal.safety.rules import Draft
from portal.safety.views.reporting import About
from tests.proofs.walks.scene import NOBODYS, Act, Scene, guarded, nothing
from tests.proofs.walks.town import ADMINISTRATOR, Written


def shown(scene: Scene) -> Written:
    """What a report is made of: a text, or something said about it."""
    said = scene.said if scene.pick % 2 else None
    return said or scene.text


def kind_of(piece: Written) -> str:
    return "reflection" if piece.kind == "text" else piece.kind


def _my_pair(scene: Scene) -> MyPair | None:
    return my_pair(scene.actor, pair=scene.couple.id)


def _pair_at(scene: Scene) -> About | None:
    pair = _my_pair(scene)
    return About(pair) if pair is not None else None


def _text_at(scene: Scene) -> About | None:
    about, piece = _pair_at(scene), shown(scene)
    found = safety.find_text(scene.actor, about.pair, kind_of(piece), piece.row or NOBODYS) if about else None
    return About(about.pair, found) if about and found else None


def _at_report(permission: Permission) -> Callable[[Scene], Any]:
    def load(scene: Scene) -> ReportSeen | None:
        report = scene.report
        return queries.report(scene.actor, report=report.row if report else NOBODYS)

    return guarded(permission, load)


def _sent(about: About, scene: Scene) -> str:
    handler = scene.town.people[scene.town.handler_in(scene.couple)]
    excerpt = shown(scene).words if about.shown else ""
    return safety.send(scene.actor, about.pair, about.shown, Draft(handler.id, scene.words, excerpt))


def _reported(scene: Scene, row: str, *, excerpt: str = "") -> None:
    readers = (scene.who, scene.town.handler_in(scene.couple))
    words = f"{scene.words} {excerpt}"
    scene.couple.pieces.append(Written("report", scene.who, None, words, row=row, between=readers))


def _showed(scene: Scene, row: str) -> None:
    _reported(scene, row, excerpt=shown(scene).words)


def _may_show(scene: Scene) -> bool:
    piece = shown(scene)
    return scene.who in scene.couple.two and piece.author != scene.who and piece.state == "open"


def _is_mine(scene: Scene, place: int) -> bool:
    """To send it is the first of its two readers' part, to handle it the second's."""
    return scene.report is not None and scene.report.between[place] == scene.who


def _may_withdraw(scene: Scene) -> bool | None:
    if scene.report is None or not _is_mine(scene, 0) or scene.report.heard == "answered":
        return False
    return True if scene.report.words else None


def _may_handle(scene: Scene) -> bool:
    return _is_mine(scene, 1) and scene.report is not None and scene.report.heard == "fresh"


def _may_hand_over(scene: Scene) -> bool:
    """There is one list at a time: another is on it once the one who handled is gone."""
    is_left = scene.report is not None and scene.report.between[1] in scene.town.gone
    return is_left and _is_mine(scene, 0) and scene.report is not None and scene.report.heard == "fresh"


def _withdrawn(scene: Scene, _made: object) -> None:
    assert scene.report is not None
    scene.report.words, scene.report.heard = "", "withdrawn"


def _answered(scene: Scene, _made: object) -> None:
    report = scene.report
    assert report is not None
    report.heard = "answered"
    scene.couple.pieces.append(Written("answer", scene.who, report, scene.words, between=report.between))


def _handed_over(scene: Scene, _made: object) -> None:
    assert scene.report is not None
    scene.report.between = (scene.who, ADMINISTRATOR)


def _lifted(scene: Scene, _made: object) -> None:
    assert scene.report is not None
    scene.couple.rests.discard(("freeze", scene.report.author))


def _closed(scene: Scene, _made: object) -> None:
    scene.couple.close()


def _is_one_of_the_two(scene: Scene) -> bool:
    return scene.who in scene.couple.two


def partner(scene: Scene) -> str:
    return scene.couple.two[scene.couple.two[0] == scene.who]


def _block(pair: MyPair, _scene: Scene) -> None:
    leaving.block_partner(pair)


def _blocked(scene: Scene, _made: object) -> None:
    scene.town.blocks.add((scene.who, partner(scene)))
    scene.couple.close()


def _may_block(scene: Scene) -> bool:
    """There is nobody to block once the other's account is gone."""
    return _is_one_of_the_two(scene) and partner(scene) not in scene.town.gone


def _unblocked(scene: Scene, _made: object) -> None:
    scene.town.blocks.discard((scene.who, partner(scene)))


def _is_or_was_their_partner(scene: Scene) -> bool:
    """In whatever pair: a block is of a person."""
    return any(partner(scene) in couple.two for couple in scene.town.of(scene.who))


def _left(scene: Scene, _made: object) -> None:
    """The pairs of that programme, and no others."""
    scene.town.programs[scene.who].discard(scene.couple.program)
    for couple in scene.town.of(scene.who):
        if couple.program == scene.couple.program:
            couple.close()


def _may_leave(scene: Scene) -> bool:
    """Whoever takes part in this programme, or did."""
    return any(couple.program == scene.couple.program for couple in scene.town.of(scene.who))


def _deleted(scene: Scene, _made: object) -> None:
    scene.town.gone.add(scene.who)
    scene.town.blocks = {two for two in scene.town.blocks if scene.who not in two}
    for couple in scene.town.of(scene.who):
        couple.delete(scene.who)


HANDLED = _at_report(policy.HANDLE)

SAFETY: dict[str, Act] = {
    "report": Act(guarded(policy.REPORT, _pair_at), _sent, _reported, _is_one_of_the_two),
    "show": Act(guarded(policy.REPORT, _text_at), _sent, _showed, _may_show),
    "withdraw report": Act(
        _at_report(policy.WITHDRAW), lambda seen, _: safety.withdraw(seen), _withdrawn, _may_withdraw
    ),
    "take": Act(HANDLED, lambda seen, _: safety.take(seen), nothing, _may_handle),
    "answer": Act(HANDLED, lambda seen, at: safety.close(seen, at.words), _answered, _may_handle),
    "lift": Act(HANDLED, lambda seen, _: safety.lift_freeze(seen), _lifted, _may_handle),
    "close pair": Act(HANDLED, lambda seen, _: safety.close_pair(seen), _closed, _may_handle),
    "hand over": Act(
        _at_report(policy.HAND_OVER),
        lambda seen, at: safety.hand_over(seen, at.town.people[ADMINISTRATOR].id),
        _handed_over,
        _may_hand_over,
    ),
    "block": Act(guarded(policy.BLOCK, _my_pair), _block, _blocked, _may_block),
    "unblock": Act(
        guarded(policy.UNBLOCK, lambda at: my_partner(at.actor, person=at.town.people[partner(at)].id)),
        lambda partner, at: blocks.unblock(at.actor.id, partner.id),
        _unblocked,
        _is_or_was_their_partner,
    ),
    "leave programme": Act(
        guarded(policy.LEAVE, lambda at: my_program(at.actor, program=at.couple.program)),
        lambda program, at: leaving.leave_program(at.actor.id, program.id),
        _left,
        _may_leave,
    ),
    "delete account": Act(
        lambda at: at.actor,
        lambda actor, _: delete_account(actor.id),
        _deleted,
        lambda at: at.who != ADMINISTRATOR,
    ),
}
"""The last administrator stays."""
