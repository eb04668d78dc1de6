"""Two people who have written one of everything, each text with a mark of its own."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.accounts import passwords
from portal.accounts.models import Consent, Person, RoleGiven
from portal.accounts.rules import CONSENTS, LinkPurpose, SiteRole
from portal.accounts.service import account_links
from portal.assessment import service as assessment
from portal.assessment.rules import Band, SittingKind
from portal.availability import service as availability
from portal.availability.rules import Slot
from portal.curriculum.models import Revision
from portal.curriculum.rules import StepKind, Strand
from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.database import Base, db, new_id
from portal.kernel.form_keys import FormKey
from portal.kernel.transaction import transaction
from portal.matching import service as matching
from portal.matching.rules import GiveAndTake
from portal.meetings.rules import TextKind
from portal.meetings.service import save_text
from portal.notices import service as notices
from portal.notices.queries import kept_choices
from portal.notices.rules import Choice, Choices, Pace, Topic
from portal.pairs.models import Block, FormerPair
from portal.pairs.service import invitations, roles
from portal.privacy.rules.vocabulary import Table
from portal.progress import service as progress
from portal.progress.service import Begun
from portal.remarks import service as remarks
from portal.remarks.queries import RemarkSeen, my_remarks
from portal.remarks.rules import LessonRead, NewRemark
from portal.safety.models import Report
from portal.safety.service import sealing
from portal.studio.models import DraftRelease, ModuleDraft
from tests.assessment.asking import all_given, ask, sit, source
from tests.builders import TwoPeople, enrol, pair, sign_in
from tests.journal.acting import LessonAt, Writer, lesson
from tests.kernel.uploads.making import picture
from tests.meetings.acting import agreed, do, followed
from tests.pairs.acting import halves
from tests.studio.acting import entitle, leave_waiting, module, show, write

PASSWORD = "une phrase assez longue"

# Every column that holds words that leave, by whom of the two the mark is written.
MARKS = (
    "agreement_sheet.text_cipher",
    "agreement_copy.text_cipher",
    "reflection.text_cipher",
    "reflection.prompt",
    "hearing.text_cipher",
    "hearing.clarification_cipher",
    "addition.text_cipher",
    "reply.text_cipher",
    "entry.text_cipher",
    "step_done.note_cipher",
    "meeting_text.text_cipher",
    "sitting.answers_cipher",
    "report.text_cipher",
    "writing_session.text",
    "sheet_session.sheet",
    "report.excerpt_cipher",
    "report.answer_cipher",
    "remark.text_cipher",
    "remark.answer_cipher",
)


def mark(column: str, who: str = "mine") -> str:
    return f"{column.replace('.', '-').replace('_', '-')}-{who}-4711"


@dataclass
class Story:
    """Maïté, whose data it is, and Ibrahim."""

    app: Flask
    two: TwoPeople
    about: LessonAt

    def __post_init__(self) -> None:
        self.maite, self.ibrahim = (Writer(self.app, self.two, one) for one in (self.two.first, self.two.second))

    def browser(self, who: Writer) -> FlaskClient:
        return sign_in(self.app, who.me)


def tell(app: Flask) -> Story:
    two = pair(app)
    story = Story(app, two, lesson(app))
    _account(story)
    _pair(story)
    _journal(story)
    _meetings(story)
    _progress(story)
    _assessment(story)
    _safety(story)
    _remarks(story)
    _notices(story)
    _studio(story)
    return story


def _account(story: Story) -> None:
    me, moment = story.two.first, now()
    sign_in(story.app, me)
    enrol(story.app, me, story.two.program_id)
    with story.app.app_context():
        password_hash = passwords.hash_password(PASSWORD)
        with transaction():
            db.session.execute(update(Person).values(password_hash=password_hash, language="en"))
            db.session.add(RoleGiven(person_id=me.id, role=SiteRole.INSTRUCTOR, given_at=moment))
            for purpose, version in CONSENTS.items():
                db.session.add(Consent(person_id=me.id, purpose=purpose, text_version=version, given_at=moment))
            account_links.make(LinkPurpose.RESET, me.id, me.email, way="/today")
            outbox.put("accounts.password_changed", new_id(), recipient_id=me.id)
            db.session.add(FormKey(person_id=me.id, key=new_id(), body_hmac="", location="/", sent_at=moment))
            invitations.invite(story.maite.actor, "noor@example.org", "fr")


def _pair(story: Story) -> None:
    maite, ibrahim = halves(story.app, story.two)
    maite.do(roles.propose_guides, story.two.first.id)
    for one, who in ((maite, "mine"), (ibrahim, "theirs")):
        one.hand_over(purpose=mark("agreement_sheet.text_cipher", who))
    maite.propose(rhythm=mark("agreement_copy.text_cipher"))
    program_id = story.two.program_id
    with story.app.app_context(), transaction():
        db.session.add(
            FormerPair(pair_id=story.two.id, program_id=program_id, closed_at=now(), weeks=[], lessons_together=1)
        )


def _journal(story: Story) -> None:
    maite, ibrahim = story.maite, story.ibrahim
    mine = maite.save_and_seal(story.about, mark("reflection.text_cipher"))
    theirs = ibrahim.save_and_seal(story.about, mark("reflection.text_cipher", "theirs"))
    maite.add(mine, mark("addition.text_cipher"))
    maite.clarify(mine, ibrahim.hear(mine, mark("hearing.text_cipher", "theirs"), sure=True), CLARIFIED)
    maite.confirm(mine, ibrahim.hear(mine, "Heard once more.", sure=True), better=True)
    ibrahim.confirm(theirs, maite.hear(theirs, mark("hearing.text_cipher"), sure=True))
    maite.reply(mine, mark("reply.text_cipher"))
    ibrahim.reply(mine, mark("reply.text_cipher", "theirs"))
    maite.add_to_note(maite.share_note(mark("entry.text_cipher")))
    ibrahim.share_note(mark("entry.text_cipher", "theirs"))
    with story.app.app_context(), transaction():
        prompt = [f"<p>{mark('reflection.prompt')}</p>"]
        table = Base.metadata.tables["reflection"]
        db.session.execute(update(table).where(table.c.author_id == maite.me.id).values(prompt=prompt))


def _meetings(story: Story) -> None:
    """Lines of both on one agenda: hers first, then his instead; her week, and the address of her calendar."""
    app, two = story.app, story.two
    meeting = agreed(app, two)
    for version, (someone, who) in enumerate(((two.first, "mine"), (two.second, "theirs"))):
        text = mark("meeting_text.text_cipher", who)
        do(app, two, someone, partial(save_text, meeting_id=meeting, kind=TextKind.AGENDA, text=text, version=version))
    followed(app, two.first)
    with app.app_context(), transaction():
        availability.add(two.first.id, [Slot(0, 1020, 1110)])


CLARIFIED = mark("hearing.clarification_cipher")


def _progress(story: Story) -> None:
    begun = Begun(story.two.id, story.about.id, story.about.revision_id)
    for writer, who in ((story.maite, "mine"), (story.ibrahim, "theirs")):
        with writer.writing() as mine:
            note = mark("step_done.note_cipher", who)
            progress.say_done(mine, begun, StepKind.TRY, "try-1", note, share=True)
    with story.app.app_context(), transaction():
        table = Base.metadata.tables["check_answer"]
        ids = {"pair_id": story.two.id, "lesson_id": story.about.id, "revision_id": story.about.revision_id}
        values = {"step_key": "check-1", "question": 1, "try_number": 1, "option": 0, "right": True}
        db.session.execute(
            table.insert().values(id=new_id(), person_id=story.two.first.id, answered_at=now(), **ids, **values)
        )


def _assessment(story: Story) -> None:
    """What was chosen is a mark; the levels are shown, something is offered and sought."""
    me = story.two.first.id
    ask(story.app, source().replace("Act cu01 3", mark("sitting.answers_cipher")))
    for kind in SittingKind:
        sit(story.app, me, kind, all_given())
    with story.app.test_request_context(method="POST"), transaction():
        sat = assessment.read(me).before
        assert sat is not None
        matching.show_levels(me, sat.id, {Strand.CULTURE: Band.GUIDE}, 0)
        matching.say(me, GiveAndTake(("culture-1",), ("strategy-1",)), 0)


def _safety(story: Story) -> None:
    me, other = story.two.first.id, story.two.second.id
    report, moment = new_id(), now()
    with story.app.app_context(), transaction():
        db.session.add(Block(blocker_id=me, blocked_id=other, blocked_at=moment))
        people = {"reporter_id": me, "reported_id": other, "handler_id": other}
        said = {name: sealing.close(report, name, mark(f"report.{name}")) for name in SAID}
        moments = {"sent_at": moment, "attested_at": moment, "closed_at": moment}
        db.session.add(Report(id=report, pair_id=story.two.id, shown_kind="reflection", **people, **said, **moments))


def _remarks(story: Story) -> None:
    me, about = story.two.first.id, LessonRead(story.about.id, story.about.revision_id, "en")
    with story.app.app_context(), transaction():
        remark = remarks.send(me, about, NewRemark(mark("remark.text_cipher"), "try-1", is_named=True))
        seen = remark_of_mine(me, remark)
        remarks.answer(seen, story.two.second.id, mark("remark.answer_cipher"))


def _notices(story: Story) -> None:
    """What she was told by now, and how she would be told of some of it."""
    me = story.two.first.id
    with story.app.app_context(), transaction():
        weekly = Choices({Topic.JOURNAL: Choice(Pace.WEEKLY)})
        notices.save(me, weekly, kept_choices(me).version)


def remark_of_mine(me: str, remark_id: str) -> RemarkSeen:
    return next(one for one in my_remarks(me, "en") if one.id == remark_id)


def _studio(story: Story) -> None:
    """A module that both write, she in French and he in English; the revision of the lesson is hers."""
    maite, ibrahim = story.two.first.id, story.two.second.id
    slug = module(story.app, maite, ibrahim)
    write(story.app, slug, maite, "fr", mark("writing_session.text"))
    write(story.app, slug, ibrahim, "en", mark("writing_session.text", "theirs"))
    entitle(story.app, slug, maite, mark("sheet_session.sheet"))
    entitle(story.app, slug, ibrahim, mark("sheet_session.sheet", "theirs"))
    with story.app.app_context(), transaction():
        db.session.execute(update(Revision).values(published_by_id=story.two.first.id))
        drafted = db.session.scalars(select(ModuleDraft.module_id)).one()
        asked = {"asked_by_id": maite, "asked_at": now(), "note": "New", "texts": {}, "pictures": {}}
        db.session.add(DraftRelease(module_id=drafted, is_reviewed=True, reviewed_by_id=maite, **asked))
    for person_id, sent in ((maite, picture("PNG")), (ibrahim, picture("WEBP"))):
        show(story.app, slug, person_id, sent)
        leave_waiting(story.app, slug, person_id)


SAID = ("text_cipher", "excerpt_cipher", "answer_cipher")

SHUT = frozenset({"disabled_at", "erased_at"})
"""Whoever has these asks for nothing."""


def fill(app: Flask, table: Table, person_id: str) -> None:
    """Something in every column of a person's rows that holds nothing: states that no act leads to, all at once."""
    stored = Base.metadata.tables[table.name]
    mine = [stored.c[name] == person_id for name in table.whose]
    for column in stored.columns:
        empty = (
            column.nullable
            and not column.foreign_keys
            and column.name not in SHUT
            and not column.name.endswith("_cipher")
        )
        if empty and mine:
            with app.app_context(), transaction():
                db.session.execute(update(stored).where(*mine, column.is_(None)).values({column.name: _some(column)}))


def _some(column: Any) -> Any:
    if column.name.endswith(("_at", "_until")):
        return now()
    return {"answer": "confirmed", "nearness": "near", "step_key": "try-1"}.get(column.name, f"some-{column.name}"[:20])
