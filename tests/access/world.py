"""One of everything that an address can be about, and a person of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from flask import Flask

from portal.accounts.models import SignInSession
from portal.accounts.rules import LinkPurpose, SiteRole
from portal.accounts.service import account_links
from portal.curriculum.models import Picture, RevisionLesson, RevisionPicture
from portal.journal.models import Exchange, Hearing, Reflection
from portal.kernel import links
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.notices.models import Notice, NoticeSetting
from portal.pairs.models import Block, Invitation, Pair
from portal.programs.models import Program
from portal.programs.rules import OPEN_PROGRAM_SLUG, EnrolmentRole
from portal.remarks.models import Remark
from portal.safety.models import Report
from portal.studio import service as studio
from portal.studio.queries.history import sessions_of
from portal.studio.queries.sheets import sheets_of
from tests.access.matrix import Kind
from tests.assessment.asking import ask
from tests.builders import Someone, TwoPeople, csrf, enrol, open_program, pair, person, post, sign_in
from tests.journal.carding import OPEN, take_in_cards
from tests.kernel.uploads.making import picture
from tests.learning.conftest import ENGLISH, take_in, write_lessons
from tests.meetings.acting import agreed, followed
from tests.studio.acting import leave_waiting, module, my_draft, my_lesson, show, write
from tests.studio.publishing import finish

DRAFTED, DRAFTED_LESSON = "le-ton-d-un-fil", "premiere"
MODULE, LESSON, SEALED_LESSON = "conversation", "premiere", "deuxieme"
TEXT = "A sentence that is long enough to be handed over."
LETTER = "20261124T120000000000-abc.eml"


@dataclass(frozen=True)
class World:
    people: Mapping[Kind, Someone]
    pair_id: str
    arguments: Mapping[str, str]
    """What an address of the pair is about, by URL argument."""
    sealed_id: str
    """A reflection of the member that is sealed, and not open."""
    former: Mapping[str, str]
    """The same arguments, about the pair that is closed."""

    def address_for(self, kind: Kind, endpoint: str) -> dict[str, str]:
        """The arguments of an endpoint, about this person's own closed pair or about the pair."""
        found = dict(self.former if kind is Kind.FORMER else self.arguments)
        if endpoint in ("journal.take_back", "journal.opening", "journal.open_mine"):
            found["reflection"] = found["sealed"]
        if endpoint == "journal.say_near":
            found["reflection"] = found["predicted"]
        if endpoint.startswith("studio."):
            found |= {"lesson": DRAFTED_LESSON, "session": found["writing"], "sha256": found["drawn"]}
            found |= {} if "published" in endpoint else {"module": DRAFTED}
        if endpoint == "studio.restore_sheet":
            found["session"] = found["sheeted"]
        if endpoint == "meetings.feed":
            found["token"] = found["followed"]
        if endpoint in ("admin.module", "admin.give_author"):
            found["module"] = DRAFTED
        if endpoint == "safety.unblock":
            found["person"] = found["blocked"]
        if endpoint.startswith("notices.unsubscribe"):
            found["token"] = found["unsubscribing"]
        if endpoint.startswith("accounts.") and endpoint.split(".")[1] in TOKENS:
            found["token"] = found[TOKENS[endpoint.split(".")[1]]]
        return found


TOKENS = {
    "confirm": LinkPurpose.CONFIRM,
    "confirmed": LinkPurpose.CONFIRM,
    "choose_password": LinkPurpose.RESET,
    "password_chosen": LinkPurpose.RESET,
    "confirm_address": LinkPurpose.NEW_ADDRESS,
    "address_confirmed": LinkPurpose.NEW_ADDRESS,
}


def build(app: Flask, folder: Path) -> World:
    write_lessons(folder)
    take_in(app, folder)
    ask(app)
    take_in_cards(app)
    program_id = open_program(app)
    member, partner = person(app, "Maïté"), person(app, "Ibrahim")
    former = person(app, "Solange")
    people = {
        Kind.MEMBER: member,
        Kind.PARTNER: partner,
        Kind.FORMER: former,
        Kind.OTHER: person(app, "Noor"),
        Kind.COORDINATOR: person(app, "Camille"),
        Kind.ELSEWHERE: person(app, "Yannick"),
        Kind.WRITER: person(app, "Anaïs", roles=(SiteRole.INSTRUCTOR,)),
        Kind.INSTRUCTOR: person(app, "Thu", roles=(SiteRole.INSTRUCTOR,)),
        Kind.ADMINISTRATOR: person(app, "Rosalie", roles=(SiteRole.ADMINISTRATOR,)),
    }
    pair(app, people[Kind.OTHER])
    enrol(app, people[Kind.COORDINATOR], program_id, EnrolmentRole.COORDINATOR)
    enrol(app, people[Kind.ELSEWHERE], _another_program(app), EnrolmentRole.COORDINATOR)
    enrol(app, member, program_id)
    drafted = _drafted(app, people[Kind.WRITER]) | _send(app, people[Kind.WRITER])
    drafted |= _publish(app, DRAFTED, people[Kind.WRITER])
    common = drafted | _common(app, member, folder) | _apart(app, member) | _remark(app, member)
    common |= {"followed": followed(app, member)}
    two, closed = pair(app, member, partner), pair(app, former)
    handler = people[Kind.ADMINISTRATOR]
    arguments = common | _write(app, two) | _report(app, two, handler)
    former_arguments = common | _write(app, closed) | _report(app, closed, handler)
    notice = _notice(app, member, two)
    arguments, former_arguments = arguments | notice, former_arguments | notice
    with app.app_context(), transaction():
        db.session.get_one(Pair, closed.id).closed_at = now()
    return World(people, two.id, arguments, arguments["sealed"], former_arguments)


def address_of(app: Flask, endpoint: str, arguments: Mapping[str, str]) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    with app.test_request_context():
        return str(app.url_for(endpoint, **{name: arguments[name] for name in rule.arguments}))


def _send(app: Flask, writer: Someone) -> dict[str, str]:
    """A picture of a lesson that is being written, and an archive that waits to be taken in."""
    show(app, DRAFTED, writer.id, picture("PNG"))
    return {"drawn": sha256(picture("PNG")).hexdigest(), "arrival": leave_waiting(app, DRAFTED, writer.id)}


def _write(app: Flask, two: TwoPeople) -> dict[str, str]:
    """An exchange that is open with a hearing that waits, a sealed reflection, a step that is done, a shared note."""
    first, second = sign_in(app, two.first), sign_in(app, two.second)
    opened, sealed = (f"/pairs/{two.id}/lessons/{MODULE}/{lesson}" for lesson in (LESSON, SEALED_LESSON))
    for browser in (first, second):
        post(browser, f"{opened}/reflection", text=TEXT, act="seal", version="0")
    post(first, f"{sealed}/reflection", text=TEXT, act="seal", version="0")
    with app.app_context():
        mine = db.session.query(Reflection).filter_by(author_id=two.first.id)
        ids = {row.opened_at is not None: row.id for row in mine}
    post(second, f"/pairs/{two.id}/journal/{ids[True]}/hearing", key=new_id(), text="I hear that it mattered to you.")
    with app.app_context():
        hearing = db.session.query(Hearing).filter_by(reflection_id=ids[True]).one().id
    for browser in (first, second):
        post(
            browser, f"/pairs/{two.id}/cards/{OPEN}", answer="A forum", prediction="The radio", act="seal", version="0"
        )
    with app.app_context():
        on_card = db.session.query(Reflection).join(Exchange).filter(Exchange.pair_id == two.id, Exchange.card == OPEN)
        predicted = on_card.filter(Reflection.author_id == two.first.id).one().id
    entry = new_id()
    post(first, f"/pairs/{two.id}/journal/entries", text=TEXT, act="share", version="0", key=entry)
    return {
        "pair": two.id,
        "module": MODULE,
        "lesson": LESSON,
        "step": "read-1",
        "reflection": ids[True],
        "sealed": ids[False],
        "hearing": hearing,
        "words": hearing,
        "kind": "hearing",
        "text": hearing,
        "entry": entry,
        "moment": "first",
        "card": OPEN,
        "predicted": predicted,
        "sitting": "before",
        "sheet": "1",
        "strand": "culture",
        "number": "1",
        "meeting": agreed(app, two),
    }


def _notice(app: Flask, member: Someone, two: TwoPeople) -> dict[str, str]:
    """One that the member was told, and the link at the end of their mails."""
    with app.app_context():
        told = db.session.query(Notice).filter_by(person_id=member.id, pair_id=two.id).first()
        salt = db.session.get_one(NoticeSetting, member.id).salt
        assert told is not None
        return {"notice": told.id, "unsubscribing": links.token("notices.unsubscribe", member.id, salt)}


def _report(app: Flask, two: TwoPeople, handler: Someone) -> dict[str, str]:
    """Sent by the first of the pair, about the second."""
    sent = {"handler": handler.id, "words": TEXT, "attested": "no", "act": "send", "key": new_id()}
    post(sign_in(app, two.first), f"/pairs/{two.id}/report", **sent)
    with app.app_context():
        return {"report": db.session.query(Report).filter_by(pair_id=two.id).one().id}


def _apart(app: Flask, member: Someone) -> dict[str, str]:
    """Somebody whom the member blocked, which closed their pair; and the programme that the member takes part in."""
    was = pair(app, member, person(app, "Étienne"))
    with app.app_context(), transaction():
        db.session.get_one(Pair, was.id).closed_at = now()
        db.session.add(Block(blocker_id=member.id, blocked_id=was.second.id, blocked_at=now()))
    return {"blocked": was.second.id, "program": OPEN_PROGRAM_SLUG}


def _remark(app: Flask, member: Someone) -> dict[str, str]:
    """Left by the member on a lesson of the catalogue."""
    written = {"step": "", "words": TEXT, "signed": "named", "key": new_id()}
    post(sign_in(app, member), f"/lessons/{MODULE}/{LESSON}/remark", **written)
    with app.app_context():
        return {"remark": db.session.query(Remark).one().id}


def _drafted(app: Flask, writer: Someone) -> dict[str, str]:
    """A module in the studio; of one lesson, the session that began it."""
    module(app, writer.id, slug=DRAFTED, lessons=(DRAFTED_LESSON, "deuxieme"))
    with app.app_context():
        lesson = my_lesson(DRAFTED, writer.id, DRAFTED_LESSON)
        sheet = sheets_of(lesson.draft.module_id)[0]
        return {"writing": sessions_of(lesson.lesson.id)[0].id, "sheeted": sheet.id}


def _common(app: Flask, member: Someone, folder: Path) -> dict[str, str]:
    """What belongs to the member or to nobody, by URL argument."""
    browser = sign_in(app, member)
    post(browser, "/pairs/new", seen_on="/pairs/new", key=new_id())
    mail = folder.parent / "data" / "mail"
    mail.mkdir(parents=True, exist_ok=True)
    (mail / LETTER).write_bytes(b"Subject: A letter\r\n\r\nHello.\r\n")
    with app.app_context(), transaction():
        _show_picture("a" * 64)
        tokens = {}
        for purpose in LinkPurpose:
            link_id = account_links.make(purpose, member.id, member.email)
            seen = account_links.link_seen(link_id, purpose)
            assert seen is not None
            tokens[purpose] = links.token(purpose, seen.id, seen.salt)
        invitation = db.session.query(Invitation).one()
        session = db.session.query(SignInSession).filter_by(person_id=member.id).first()
        assert session is not None
        return {
            **tokens,
            "invitation": invitation.id,
            "token": links.token("invitation", invitation.id, invitation.salt),
            "session": session.id,
            "sha256": "a" * 64,
            "language": "fr",
            "name": LETTER,
            "person": member.id,
        }


def _show_picture(sha256: str) -> None:
    """In some revision of the lesson."""
    db.session.add(Picture(sha256=sha256, media_type="image/png", content=b"picture"))
    db.session.flush()
    shown = db.session.query(RevisionLesson).first()
    assert shown is not None
    ids = {"revision_id": shown.revision_id, "lesson_id": shown.lesson_id}
    db.session.add(RevisionPicture(name="media/a.png", sha256=sha256, **ids))


def _publish(app: Flask, slug: str, author: Someone) -> dict[str, str]:
    """A revision of a module of the studio, and a release of it that waits for its day."""
    finish(app, slug, author.id)
    with app.app_context():
        draft = my_draft(slug, author.id)
        ready = studio.make_ready(draft, studio.look_at(draft).digest)
        with transaction():
            studio.publish_now(ready, author.id, "")
    write(app, slug, author.id, "en", ENGLISH.replace("{title}", "Premiere"))
    with app.app_context():
        ready = studio.make_ready(draft, studio.look_at(draft).digest)
        with transaction():
            return {"release": studio.ask(ready, author.id, "", now() + timedelta(days=1), is_reviewed=False)}


def _another_program(app: Flask) -> str:
    with app.app_context(), transaction():
        made = Program(slug="ailleurs", name_fr="Ailleurs", name_en="Elsewhere", created_at=now())
        db.session.add(made)
        db.session.flush()
        return made.id


__all__ = ["World", "build", "csrf"]
