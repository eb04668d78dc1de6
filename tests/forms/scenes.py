"""What the world of the access matrix does not show at once: pairs in every state in which a form stands on a page.

A form that nobody sees here fails `test_found.py`: give it its scene below.
"""

from collections.abc import Iterable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.accounts.models import Person
from portal.accounts.rules import SiteRole
from portal.assessment.models import Sitting
from portal.assessment.rules import SittingKind
from portal.curriculum.models import Module, Revision
from portal.curriculum.queries.revisions import files_of
from portal.curriculum.rules import Source
from portal.journal.models import Hearing, Reflection
from portal.journal.rules import LONGEST_TEXT
from portal.kernel import clock
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.outbox import TRIES, Outgoing
from portal.kernel.transaction import transaction
from portal.notices.models import Notice
from portal.pairs.models import Agreement, Pair, StrandRole
from portal.pairs.service import leaving
from portal.studio import service as studio
from tests.access.matrix import MATRIX, Kind, Meets
from tests.access.world import LESSON, MODULE, SEALED_LESSON, TEXT, World, address_of
from tests.assessment.asking import all_given, sit
from tests.builders import Someone, TwoPeople, pair, person, post, program, sign_in
from tests.curriculum.test_revisions import release
from tests.meetings.acting import agreed, followed, proposed
from tests.pairs.acting import invitation, link
from tests.remarks.acting import leave, page_of
from tests.studio.acting import entitle, module, my_draft, write
from tests.studio.publishing import LESSONS, finish

MAILED_TO = "someone.invited@example.org"
LONG = "What I saw that day, and what I would do another time. " * 12
assert len(LONG) < LONGEST_TEXT

Starts = dict[str | None, list[str]]
"""The pages at which each person begins to look around, by their id; None for a visitor."""


def furnish(app: Flask, world: World) -> tuple[list[Someone | None], Starts]:
    """Everyone who is there, and where they begin."""
    _renew(app)
    starts: Starts = {None: []}
    for (method, endpoint), row in MATRIX.items():
        for kind in Kind if method == "GET" else ():
            if row[kind] is Meets.IN:
                who = world.people.get(kind)
                address = address_of(app, endpoint, world.address_for(kind, endpoint))
                starts.setdefault(who.id if who else None, []).append(address)
    inviter = world.people[Kind.MEMBER]
    starts[None].append(link(app, invitation(app, inviter, MAILED_TO), mailed=True))
    others = [
        *_talking(app),
        *_settling(app),
        *_resting(app),
        *_leaving(app),
        *_meeting(app),
        *_told(app),
        *_assessed(app),
        *_drafting(app),
        *_publishing(app),
        *_reporting(app, world.people[Kind.ADMINISTRATOR]),
    ]
    _disable(app, person(app, "Gisèle"))
    module(app, person(app, "Jeanne").id, slug="sans-personne")
    for one in others:
        starts[one.id] = [
            "/today",
            "/pairs/",
            "/reports/",
            "/studio/",
            "/notices/",
            "/account/availability",
            "/account/calendar",
        ]
    return [None, *world.people.values(), *others], starts


def _renew(app: Flask) -> None:
    """A newer version of the lesson that the pair of the world has begun."""
    with app.app_context():
        newest = select(Revision.id).join(Module).where(Module.slug == MODULE, Revision.superseded_at.is_(None))
        files = files_of(db.session.scalars(newest).one())
    path = f"01-{LESSON}/en.md"
    release(app, files | {path: files[path].replace(b"Plain words.", b"Other words.")}, MODULE, Source.FILES)


def _talking(app: Flask) -> Iterable[Someone]:
    """A confirmed hearing, one after its third round, a short answer to a long text, a pass, a draft, a note."""
    two = pair(app)
    first, second = sign_in(app, two.first), sign_in(app, two.second)
    _write(first, two, LESSON, LONG)
    _write(second, two, LESSON, TEXT)
    _write(first, two, SEALED_LESSON, TEXT, act="pass")
    post(second, _lesson(two, SEALED_LESSON) + "/reflection", text=TEXT, act="save", version="0")
    post(second, _lesson(two, SEALED_LESSON) + "/steps/read-1/done")
    post(second, _lesson(two, LESSON) + "/steps/try-1/done", **{"try-1-note": "Where I stumbled."})
    mine, theirs = (_reflection(app, one) for one in (two.first, two.second))
    journal = f"/pairs/{two.id}/journal"
    post(second, f"{journal}/{mine}/hearing", key=new_id(), text="I hear that you would wait.", sure="1")
    post(first, f"{journal}/{mine}/hearing/{_hearing(app, mine)}/confirm")
    for _round in range(3):
        post(first, f"{journal}/{theirs}/hearing", key=new_id(), text="I hear that it was short.", sure="1")
        post(second, f"{journal}/{theirs}/hearing/{_hearing(app, theirs)}/clarify", text="Not short: clear.")
    post(first, f"{journal}/entries", text=TEXT, act="keep", version="0", key=new_id())
    return two.first, two.second


def _settling(app: Flask) -> Iterable[Someone]:
    """Roles that one proposed; roles that are agreed, and an agreement that one proposed."""
    asked, settled = pair(app), pair(app)
    post(sign_in(app, asked.second), f"/pairs/{asked.id}/roles", culture_guide=asked.first.id)
    both = sign_in(app, settled.first), sign_in(app, settled.second)
    for browser in both:
        post(browser, f"/pairs/{settled.id}/roles", culture_guide=settled.first.id)
        post(browser, f"/pairs/{settled.id}/agreement", purpose="To learn.", version="0", act="hand")
    post(both[1], f"/pairs/{settled.id}/agreement/text", key=new_id(), rhythm="Weekly.", after="0")
    with app.app_context():
        assert db.session.query(StrandRole).filter(StrandRole.agreed_at.is_not(None)).count() > 0
        assert db.session.query(Agreement).count() > 0
    return asked.first, settled.first


def _resting(app: Flask) -> Iterable[Someone]:
    """A pair on pause, and one that is closing, in which one has made a text private for good."""
    paused, closing = pair(app), pair(app)
    post(sign_in(app, paused.first), f"/pairs/{paused.id}/pause")
    keeper = sign_in(app, closing.first)
    _write(keeper, closing, LESSON, TEXT)
    with app.app_context(), transaction():
        db.session.get_one(Pair, closing.id).closing_at = now() - timedelta(days=1)
    with app.app_context():
        kept = db.session.query(Reflection).filter_by(author_id=closing.first.id).one().id
    post(keeper, f"/pairs/{closing.id}/journal/{kept}/keep")
    return paused.first, closing.first


def _leaving(app: Flask) -> Iterable[Someone]:
    """A pair that one left with their programme: one has said yes to going on, the other has not."""
    two = pair(app, program_id=program(app, "college"))
    with app.app_context(), transaction():
        leaving.leave_program(two.first.id, db.session.get_one(Pair, two.id).program_id)
    post(sign_in(app, two.first), f"/pairs/{two.id}/go-on")
    return two.first, two.second


def _meeting(app: Flask) -> Iterable[Someone]:
    """A meeting that waits for an answer, and one that has begun; somebody's week, and their calendar's address."""
    two = pair(app)
    with clock.at(now() - timedelta(days=2)):
        agreed(app, two)
    proposed(app, two)
    followed(app, two.second)
    post(sign_in(app, two.second), "/account/availability", weekdays="0", begins="17:00", ends="18:00")
    return two.first, two.second


def _reporting(app: Flask, handler: Someone) -> Iterable[Someone]:
    """A pair that one has frozen and reported, to one of two who can handle it."""
    two = pair(app)
    person(app, "Colette", roles=(SiteRole.ADMINISTRATOR,))
    reporter, report = sign_in(app, two.first), f"/pairs/{two.id}/report"
    post(reporter, report, act="freeze")
    sent = {"handler": handler.id, "words": TEXT, "attested": "no", "act": "send", "key": new_id()}
    post(reporter, report, **sent)
    return (two.first,)


def _told(app: Flask) -> Iterable[Someone]:
    """Somebody who was told two things, and has read one of them."""
    two = pair(app)
    _write(sign_in(app, two.second), two, LESSON, TEXT)
    with app.app_context():
        told = db.session.query(Notice).filter_by(person_id=two.first.id).one().id
    post(sign_in(app, two.first), f"/notices/{told}", act="read")
    _write(sign_in(app, two.second), two, SEALED_LESSON, TEXT)
    return (two.first,)


def _assessed(app: Flask) -> Iterable[Someone]:
    """Somebody who has sat the self-assessment once, and shows a level of it."""
    who = person(app, "Bintou")
    sit(app, who.id, SittingKind.BEFORE, all_given())
    with app.app_context():
        sitting = db.session.query(Sitting).filter_by(person_id=who.id).one().id
    post(sign_in(app, who), "/account/profile/levels", sitting=sitting, strands="culture")
    return (who,)


def _drafting(app: Flask) -> Iterable[Someone]:
    """An instructor with a module that is set aside, from which a lesson was removed."""
    who = person(app, "Florence", roles=(SiteRole.INSTRUCTOR,))
    slug = module(app, who.id, slug="mis-de-cote", lessons=("une", "deux", "trois"))
    browser, other = sign_in(app, who), person(app, "Ginette", roles=(SiteRole.INSTRUCTOR,))
    post(browser, f"/studio/modules/{slug}/authors", email=other.email)
    write(app, slug, other.id, "fr", TEXT, lesson="une")
    entitle(app, slug, other.id, "Un autre titre")
    post(browser, f"/studio/modules/{slug}/lessons/trois/remove")
    post(browser, f"/studio/modules/{slug}/set-aside")
    return (who,)


def _publishing(app: Flask) -> Iterable[Someone]:
    """An instructor with a module that can be published, one whose release waits for a review, and one whose release
    was given up; a settled remark."""
    who = person(app, "Hortense", roles=(SiteRole.INSTRUCTOR,))
    for slug in ("pret", "a-revoir"):
        module(app, who.id, slug=slug, lessons=LESSONS)
        finish(app, slug, who.id)
    with app.app_context():
        draft = my_draft("a-revoir", who.id)
        ready = studio.make_ready(draft, studio.look_at(draft).digest)
        with transaction():
            studio.ask(ready, who.id, "", None, is_reviewed=True)
    _give_up(app, who)
    browser = sign_in(app, who)
    leave(browser)
    post(browser, f"{page_of(app, who.id)}/settle")
    return who, person(app, "Ida", roles=(SiteRole.INSTRUCTOR,))


def _give_up(app: Flask, who: Someone) -> None:
    slug = module(app, who.id, slug="abandonne", lessons=LESSONS)
    finish(app, slug, who.id)
    with app.app_context():
        draft = my_draft(slug, who.id)
        ready = studio.make_ready(draft, studio.look_at(draft).digest)
        with transaction():
            asked = studio.ask(ready, who.id, "", now(), is_reviewed=False)
            tried = update(Outgoing).where(Outgoing.ids["release"].as_string() == asked)
            db.session.execute(tried.values(attempts=TRIES))


def _disable(app: Flask, someone: Someone) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, someone.id).disabled_at = now()


def _lesson(two: TwoPeople, lesson: str) -> str:
    return f"/pairs/{two.id}/lessons/{MODULE}/{lesson}"


def _write(browser: FlaskClient, two: TwoPeople, lesson: str, text: str, act: str = "seal") -> None:
    post(browser, f"{_lesson(two, lesson)}/reflection", text=text, act=act, version="0")


def _reflection(app: Flask, author: Someone) -> str:
    """The one that is open."""
    with app.app_context():
        found = db.session.query(Reflection).filter_by(author_id=author.id)
        return found.filter(Reflection.opened_at.is_not(None)).one().id


def _hearing(app: Flask, reflection_id: str) -> str:
    """The newest."""
    with app.app_context():
        rows = db.session.query(Hearing).filter_by(reflection_id=reflection_id)
        return rows.order_by(Hearing.round.desc()).limit(1).one().id
