"""Making private and withdrawing: erased at once, by nobody but the author, at any time. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from portal.journal.models import Addition, Hearing, Reflection, Reply
from portal.journal.rules import ReflectionState
from portal.journal.service import PrivateLocked, Side, erasing
from portal.journal.signals import MadePrivate, ReflectionSettled, WordsErased
from portal.kernel import ledger
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from tests.journal.acting import OTHER_TEXT, TEXT, Two, Writer, hearings, in_database, reflection, set_moment

pytestmark = pytest.mark.both_databases

SEALED, OPEN = ReflectionState.SEALED, ReflectionState.OPEN
KEPT, WITHDRAWN = ReflectionState.KEPT, ReflectionState.WITHDRAWN
PASSED, DRAFT = ReflectionState.PASSED, ReflectionState.DRAFT


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    events: list[object] = []
    monkeypatch.setattr(erasing, "announce", events.append)
    return events


def erased(told: list[object]) -> set[str]:
    """The rows whose words are gone; of clarifications, the hearing's with a mark."""
    gone = [event for event in told if isinstance(event, WordsErased)]
    return {row for event in gone for row in event.ids} | {f"~{row}" for event in gone for row in event.clarifications}


def seen_side(reader: Writer, row: str) -> Side:
    seen = reader.read(row)
    assert seen is not None
    return next(side for side in (seen.mine, seen.theirs) if side is not None and side.id == row)


def test_a_sealed_text_is_destroyed_and_the_partner_sees_that_it_was(app: Flask, two: Two, told: list[object]) -> None:
    row = two.first.save_and_seal(two.about)
    two.first.withdraw(row)
    two.first.withdraw(row)
    assert reflection(app, row).text_cipher is None
    for reader in (two.first, two.second):
        side = seen_side(reader, row)
        assert (side.state, side.text, side.withdrawn_at is not None) == (WITHDRAWN, None, True)
    assert erased(told) == {row}
    assert len(told) == 1


@pytest.mark.parametrize(("idle", "is_erased"), [(timedelta(minutes=14), True), (timedelta(minutes=16), False)])
def test_a_text_made_private_since_the_page_was_made_asks_for_the_password(
    app: Flask, two: Two, idle: timedelta, *, is_erased: bool
) -> None:
    """As another tab made it: the one that erases had looked before."""
    row = two.first.save_and_seal(two.about)
    two.first.keep(row)
    with two.first.writing() as pair:
        if is_erased:
            erasing.withdraw(pair, row, now() - idle)
        else:
            with pytest.raises(PrivateLocked):
                erasing.withdraw(pair, row, now() - idle)
    assert (reflection(app, row).text_cipher is None) is is_erased


def test_an_open_text_goes_with_what_was_added_and_clarified_and_the_hearing_stays(
    app: Flask, two: Two, told: list[object]
) -> None:
    mine, _ = two.both_open()
    added = two.first.add(mine)
    first = two.second.hear(mine, "I hear a habit.")
    two.first.clarify(mine, first, "Not a habit: a fear.")
    two.first.confirm(mine, two.second.hear(mine, "I hear a fear."))
    two.first.reply(mine, "My reply.")
    two.second.reply(mine, "Their reply.")
    two.first.withdraw(mine)
    for reader in (two.first, two.second):
        side = seen_side(reader, mine)
        assert (side.state, side.text) == (WITHDRAWN, None)
        assert [addition.text for addition in side.additions] == [None]
        assert [(one.text, one.clarification) for one in side.hearings] == [
            ("I hear a habit.", None),
            ("I hear a fear.", None),
        ]
        assert [one.text for one in side.replies] == ["My reply.", "Their reply."]
        assert [side.may_be_heard, side.may_be_answered, side.may_be_replied_to, side.may_be_left] == [False] * 4
    assert erased(told) == {mine, added, f"~{first}"}


@pytest.mark.parametrize("act", ["hear", "reply", "leave", "add"])
def test_nothing_more_is_said_about_a_text_that_is_gone(two: Two, act: str) -> None:
    mine, _ = two.heard()
    two.first.withdraw(mine)
    with pytest.raises(Refusal):
        getattr(two.first if act == "add" else two.second, act)(mine)


def test_each_withdraws_what_they_said_themselves(app: Flask, two: Two, told: list[object]) -> None:
    mine, _ = two.heard()
    hearing = hearings(app, mine)[0].id
    reply, addition = two.first.reply(mine), two.first.add(mine)
    two.second.unsay("hearing", hearing)
    two.first.unsay("reply", reply)
    two.first.unsay("addition", addition)
    two.first.unsay("addition", addition)
    assert erased(told) == {hearing, reply, addition}
    assert len(told) == 3
    side = seen_side(two.second, mine)
    assert [one.text for one in side.hearings] == [None]
    assert [one.text for one in (*side.additions, *side.replies)] == [None, None]
    assert side.may_be_replied_to
    assert side.text == TEXT

    def ciphers() -> list[bytes | None]:
        gone = (db.session.get_one(Hearing, hearing), db.session.get_one(Reply, reply))
        return [*(row.text_cipher for row in gone), db.session.get_one(Addition, addition).text_cipher]

    assert in_database(app, ciphers) == [None] * 3


def test_a_hearing_that_was_withdrawn_before_its_answer_is_heard_anew(two: Two) -> None:
    mine, _ = two.both_open()
    hearing = two.second.hear(mine)
    two.second.unsay("hearing", hearing)
    with pytest.raises(Refusal):
        two.first.confirm(mine, hearing)
    again = two.second.hear(mine, "Once more, with care.")
    two.first.confirm(mine, again)
    assert [one.round.state for one in seen_side(two.first, mine).hearings] == ["withdrawn", "confirmed"]


def test_a_hearing_on_a_text_that_is_gone_can_be_withdrawn_too(app: Flask, two: Two) -> None:
    mine, _ = two.heard()
    two.first.withdraw(mine)
    two.second.unsay("hearing", hearings(app, mine)[0].id)
    assert seen_side(two.first, mine).hearings[0].text is None


def test_nobody_withdraws_the_words_of_the_other(app: Flask, two: Two) -> None:
    mine, _ = two.heard()
    reply = two.first.reply(mine)
    for kind, row in (("hearing", hearings(app, mine)[0].id), ("reply", reply)):
        writer = two.first if kind == "hearing" else two.second
        with pytest.raises(RuntimeError):
            writer.unsay(kind, row)


def test_a_private_text_is_its_authors_alone_for_good(app: Flask, two: Two, told: list[object]) -> None:
    row = two.first.save_and_seal(two.about)
    two.first.keep(row)
    two.first.keep(row)
    assert (seen_side(two.first, row).state, seen_side(two.first, row).text) == (KEPT, TEXT)
    assert two.second.read(row) is None
    assert two.second.lines() == set()
    assert [type(event) for event in told] == [ReflectionSettled, MadePrivate]
    theirs = two.second.save_and_seal(two.about, OTHER_TEXT)
    assert seen_side(two.second, theirs).state is SEALED
    for act in (two.first.open_mine, two.first.take_back, two.first.seal):
        with pytest.raises(Refusal):
            act(row)
    two.first.withdraw(row)
    assert reflection(app, row).text_cipher is None
    assert two.second.read(row) is None


@pytest.mark.parametrize("state", ["draft", "open"])
def test_only_a_sealed_text_is_made_private(two: Two, state: str) -> None:
    row = two.first.save(two.about) if state == "draft" else two.both_open()[0]
    with pytest.raises(Refusal):
        two.first.keep(row)


def test_a_draft_is_not_withdrawn(two: Two) -> None:
    row = two.first.save(two.about)
    with pytest.raises(Refusal):
        two.first.withdraw(row)


@pytest.mark.parametrize("moment", ["paused_at", "closing_at"])
def test_a_sealed_text_is_hostage_to_no_pause_and_no_closing(two: Two, moment: str) -> None:
    row = two.first.save_and_seal(two.about)
    other = two.second.save_and_seal
    two.set_state(**{moment: now()})
    two.first.keep(row)
    if moment == "closing_at":
        theirs = other(two.about, OTHER_TEXT)
        two.second.withdraw(theirs)
        assert seen_side(two.first, theirs).state is WITHDRAWN


def closed(app: Flask, two: Two) -> str:
    row = two.first.save_and_seal(two.about)
    two.set_state(closed_at=now())
    return row


def test_what_was_sealed_when_the_pair_closed_is_private_and_may_be_erased(app: Flask, two: Two) -> None:
    row = closed(app, two)
    assert seen_side(two.first, row).state is KEPT
    two.first.withdraw(row)
    assert reflection(app, row).text_cipher is None
    assert two.second.read(row) is None
    assert two.second.lines() == set()


def test_in_a_closed_pair_each_still_withdraws(app: Flask, two: Two) -> None:
    mine, theirs = two.heard()
    reply, addition = two.first.reply(mine), two.first.add(mine)
    two.set_state(closed_at=now())
    acts: list[Callable[[], None]] = [
        lambda: two.second.unsay("hearing", hearings(app, mine)[0].id),
        lambda: two.first.unsay("reply", reply),
        lambda: two.first.unsay("addition", addition),
        lambda: two.second.withdraw(theirs),
    ]
    for act in acts:
        act()
    assert seen_side(two.first, theirs).state is WITHDRAWN
    assert seen_side(two.first, mine).text == TEXT


def test_nothing_of_it_is_left_in_its_row(app: Flask, two: Two) -> None:
    mine, _ = two.both_open()
    two.first.clarify(mine, two.second.hear(mine))
    two.first.withdraw(mine)
    row = reflection(app, mine)
    words = [column.name for column in Reflection.__table__.columns if column.name.endswith("_cipher")]
    assert [getattr(row, name) for name in words] == [None]
    assert [one.clarification_cipher for one in hearings(app, mine)] == [None]


def test_what_is_erased_is_written_into_the_ledger(app: Flask, two: Two) -> None:
    mine, _ = two.both_open()
    added, hearing = two.first.add(mine), two.second.hear(mine)
    two.first.clarify(mine, hearing)
    two.first.withdraw(mine)
    two.second.unsay("hearing", hearing)
    with app.app_context():
        kept = {(one.kind, row) for one in ledger.read(Path(ledger.ledger_path())) for row in one.ids}
    assert kept == {("text", mine), ("text", added), ("clarification", hearing), ("text", hearing)}


@pytest.mark.parametrize("how", ["it was made private", "the pair had closed"])
def test_what_was_private_is_not_told_of_after_a_restore(app: Flask, two: Two, how: str) -> None:
    """Though the backup has neither: the text is sealed there, and the pair open."""
    mine = two.first.save_and_seal(two.about)
    before = reflection(app, mine)
    if how == "it was made private":
        two.first.keep(mine)
    else:
        two.set_state(closing_at=now() - timedelta(days=31))
    two.first.withdraw(mine)
    two.set_state(closing_at=None)
    with app.app_context(), transaction():
        columns = {name: getattr(before, name) for name in ("text_cipher", "kept_at", "withdrawn_at")}
        db.session.execute(update(Reflection).where(Reflection.id == mine).values(columns))
    with app.app_context(), transaction():
        ledger.replay(ledger.read(ledger.ledger_path()))
    again = reflection(app, mine)
    assert again.text_cipher is None
    assert None not in (again.withdrawn_at, again.kept_at)
    assert two.second.read(mine) is None


def test_what_was_known_is_told_of_after_a_restore_as_before(app: Flask, two: Two) -> None:
    mine = two.first.save_and_seal(two.about)
    two.first.withdraw(mine)
    with app.app_context(), transaction():
        ledger.replay(ledger.read(ledger.ledger_path()))
    assert reflection(app, mine).kept_at is None


def test_withdrawing_while_the_other_hears_leaves_no_text_and_at_most_a_folded_hearing(app: Flask, two: Two) -> None:
    mine, _ = two.both_open()

    def hear() -> bool:
        try:
            two.second.hear(mine)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        heard, gone = pool.submit(hear), pool.submit(two.first.withdraw, mine)
        assert gone.result() is None
    side = seen_side(two.second, mine)
    assert (side.state, side.text, len(side.hearings)) == (WITHDRAWN, None, int(heard.result()))


def test_withdrawing_while_the_other_seals_opens_nothing_that_is_gone(app: Flask, two: Two) -> None:
    mine = two.first.save_and_seal(two.about)
    theirs = two.second.save(two.about, OTHER_TEXT)
    with ThreadPoolExecutor(2) as pool:
        sealed, gone = pool.submit(two.second.seal, theirs, OTHER_TEXT), pool.submit(two.first.withdraw, mine)
        assert sealed.result() in (SEALED, OPEN)
        assert gone.result() is None
    assert seen_side(two.second, mine).text is None
    assert reflection(app, mine).text_cipher is None


@pytest.mark.parametrize("moment", [None, "paused_at", "closed_at"])
def test_what_lies_under_a_pass_is_erased_and_stays_a_pass(app: Flask, two: Two, moment: str | None) -> None:
    row = two.first.save(two.about)
    two.first.pass_draft(row)
    if moment is not None:
        two.set_state(**{moment: now()})
    before = two.second.read(row)
    two.first.withdraw(row)
    two.first.withdraw(row)
    assert reflection(app, row).text_cipher is None
    assert (seen_side(two.first, row).state, seen_side(two.first, row).text) == (PASSED, None)
    assert two.second.read(row) == before


def test_a_pass_without_words_has_nothing_to_erase(two: Two, told: list[object]) -> None:
    row = two.first.pass_over(two.about)
    two.first.withdraw(row)
    assert (seen_side(two.first, row).state, told) == (PASSED, [])


def replay(app: Flask) -> None:
    """As after a restore."""
    with app.app_context(), transaction():
        ledger.replay(ledger.read(Path(ledger.ledger_path())))


@pytest.mark.parametrize(("passed", "state"), [(True, PASSED), (False, DRAFT)])
def test_what_lay_under_a_pass_does_not_come_back_from_a_backup(
    app: Flask, two: Two, *, passed: bool, state: ReflectionState
) -> None:
    row = two.first.save(two.about)
    two.first.pass_draft(row)
    in_backup = reflection(app, row).text_cipher
    two.first.withdraw(row)
    set_moment(app, row, text_cipher=in_backup, **({} if passed else {"passed_at": None, "sealed_at": now()}))
    replay(app)
    assert reflection(app, row).text_cipher is None
    assert seen_side(two.first, row).state is state


def test_what_is_written_after_a_pass_was_emptied_outlives_a_restore(app: Flask, two: Two) -> None:
    row = two.first.save(two.about)
    two.first.pass_draft(row)
    two.first.withdraw(row)
    two.first.write_after_all(row)
    two.first.save(two.about, OTHER_TEXT, reflection(app, row).version)
    two.first.seal(row, OTHER_TEXT)
    replay(app)
    assert (seen_side(two.first, row).state, seen_side(two.first, row).text) == (SEALED, OTHER_TEXT)
