"""An account that goes: all that the register says goes, and nothing that is somebody else's. On both databases."""

from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import Person, RoleGiven
from portal.accounts.rules import SiteRole
from portal.accounts.service import credentials, sessions
from portal.accounts.service.roles import LastAdministrator
from portal.accounts.service.sessions import AccountGone
from portal.journal.models import Hearing, Reflection
from portal.kernel import clock, ledger, outbox
from portal.kernel.clock import now
from portal.kernel.database import Base, db
from portal.kernel.i18n import DEFAULT_TIME_ZONE, LANGUAGES
from portal.kernel.identity import Actor, begin_session
from portal.kernel.ledger import Erasure
from portal.kernel.outbox import Outgoing
from portal.kernel.refusal import Refusal
from portal.kernel.secrecy import DataKey
from portal.kernel.signals import TimePassed
from portal.kernel.throttle import Tries
from portal.kernel.transaction import transaction
from portal.pairs.models import AgreementCopy, Invitation, Pair, PairPerson
from portal.pairs.service import agreement, invitations
from portal.privacy.rules.register import PERSONAL
from portal.privacy.rules.vocabulary import Erasure as Becomes
from portal.privacy.rules.vocabulary import Table
from portal.privacy.service import delete_account, delete_again, farewell
from portal.settings import Settings
from tests import builders
from tests.accounts.people import mails
from tests.journal.acting import Two, lesson
from tests.pairs.acting import actor_of, halves
from tests.privacy.story import PASSWORD, Story, fill, mark, tell

pytestmark = pytest.mark.both_databases


@pytest.fixture
def story(app: Flask) -> Story:
    return tell(app)


def delete(app: Flask, person_id: str) -> None:
    with app.app_context(), transaction():
        delete_account(person_id)


def rows(app: Flask, table: Table, person_id: str) -> list[dict[str, Any]]:
    stored = Base.metadata.tables[table.name]
    mine = [stored.c[name] == person_id for name in table.whose]
    with app.app_context():
        return [dict(row) for row in db.session.execute(select(stored).where(*mine)).mappings()]


def owned() -> list[Table]:
    return [table for table in PERSONAL if table.whose]


def test_every_column_becomes_what_the_register_says(app: Flask, story: Story) -> None:
    me = story.two.first.id
    for table in owned():
        fill(app, table, me)
    before = {table.name: rows(app, table, me) for table in owned()}
    assert [name for name, found in before.items() if not found] == []
    delete(app, me)
    for table in owned():
        after = rows(app, table, me)
        if table.erasures == {Becomes.GONE}:
            assert after == [], table.name
            continue
        assert len(after) == len(before[table.name]), table.name
        for column in table.of(Becomes.EMPTIED):
            owner = column.name != "clarification_cipher"
            assert not owner or {row[column.name] for row in after} <= {None, ""}, f"{table.name}.{column.name}"


def test_no_word_and_no_name_of_theirs_is_left_in_the_database(app: Flask, story: Story) -> None:
    me, address = story.two.first, story.two.first.email
    delete(app, me.id)
    with app.app_context():
        outbox.drain()
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                said = repr(tuple(row))
                assert address not in said
                assert me.name not in said
        gone = db.session.get_one(Person, me.id)
        assert (gone.name, gone.email, gone.password_hash, gone.created_at) == ("", None, None, gone.erased_at)
        assert (gone.language, gone.time_zone) == (LANGUAGES[0], DEFAULT_TIME_ZONE)
        assert db.session.query(DataKey).filter_by(person_id=me.id).count() == 0
        assert db.session.query(DataKey).filter_by(person_id=story.two.second.id).count() == 1


def test_the_other_keeps_their_own_words_and_sees_where_these_stood(app: Flask, story: Story) -> None:
    seen_before = story.ibrahim.lines()
    delete(app, story.two.first.id)
    assert story.ibrahim.lines() == seen_before
    for row in seen_before:
        seen = story.ibrahim.read(row)
        assert seen is not None
        assert seen.mine is not None
        assert seen.theirs is not None
        assert (seen.theirs.state, seen.theirs.text) == ("withdrawn", None)
        assert seen.mine.text == mark("reflection.text_cipher", "theirs")
        assert [one.text for one in seen.theirs.hearings] == [mark("hearing.text_cipher", "theirs"), "Heard once more."]
        assert [one.clarification for one in seen.theirs.hearings] == [None, None]
        assert [one.text for one in seen.mine.hearings] == [None]
        assert [one.text for one in seen.theirs.replies] == [None, mark("reply.text_cipher", "theirs")]


def test_what_was_never_shown_leaves_no_trace_of_having_been(app: Flask, story: Story) -> None:
    maite = story.maite
    drafted, kept, sealed = maite.save(lesson(app)), maite.save_and_seal(lesson(app)), maite.save_and_seal(lesson(app))
    passed = maite.save(lesson(app))
    maite.pass_draft(passed)
    maite.keep(kept)
    before = story.ibrahim.lines()
    assert {drafted, kept}.isdisjoint(before)
    delete(app, story.two.first.id)
    assert story.ibrahim.lines() == before
    for row, state in ((sealed, "withdrawn"), (passed, "passed")):
        seen = story.ibrahim.read(row)
        assert seen is not None
        assert seen.theirs is not None
        assert (seen.theirs.state, seen.theirs.text) == (state, None)
    with app.app_context():
        assert db.session.get(Reflection, drafted) is None
        texts = db.session.scalars(select(Reflection.text_cipher).where(Reflection.author_id == maite.me.id)).all()
        assert set(texts) == {None}


def test_what_was_sealed_when_the_pair_closed_stays_unknown(app: Flask, story: Story) -> None:
    sealed = story.maite.save_and_seal(lesson(app))
    Two(app, story.two, story.about).set_state(closed_at=now())
    delete(app, story.two.first.id)
    assert sealed not in story.ibrahim.lines()
    assert story.ibrahim.read(sealed) is None


def test_the_pairs_close_and_the_progress_of_the_other_stays(app: Flask, story: Story) -> None:
    with app.app_context():
        before = db.session.get_one(Pair, story.two.id).closed_at
    delete(app, story.two.first.id)
    with app.app_context():
        pair = db.session.get_one(Pair, story.two.id)
        seat = db.session.get_one(PairPerson, (story.two.id, story.two.first.id))
        assert before is None
        assert pair.closed_at == seat.left_at == db.session.get_one(Person, story.two.first.id).erased_at
        open_ones = select(Reflection.opened_at).where(Reflection.author_id == story.two.first.id)
        assert None not in db.session.scalars(open_ones).all()


@pytest.mark.parametrize("signed", [True, False])
def test_a_text_that_both_signed_is_kept_by_the_other(app: Flask, story: Story, signed: bool) -> None:
    ibrahim = halves(app, story.two)[1]
    if signed:
        newest = ibrahim.read().newest
        assert newest is not None
        ibrahim.do(agreement.sign, newest.id)
    delete(app, story.two.first.id)
    state = ibrahim.read()
    assert state.newest is not None
    assert state.newest.is_gone is not signed
    assert state.newest.text.get("rhythm") == (mark("agreement_copy.text_cipher") if signed else None)
    assert state.mine["purpose"] == mark("agreement_sheet.text_cipher", "theirs")
    assert state.theirs == {}
    with app.app_context():
        assert {copy.person_id for copy in db.session.query(AgreementCopy)} == ({ibrahim.me.id} if signed else set())


def test_a_text_that_the_other_proposed_is_kept_by_them(app: Flask, story: Story) -> None:
    ibrahim = halves(app, story.two)[1]
    ibrahim.propose(rhythm="every Monday")
    delete(app, story.two.first.id)
    newest = ibrahim.read().newest
    assert newest is not None
    assert newest.text["rhythm"] == "every Monday"


def test_a_last_administrator_stays_until_there_is_another(app: Flask) -> None:
    first = builders.person(app, "Solange", roles=(SiteRole.ADMINISTRATOR,))
    with pytest.raises(LastAdministrator):
        delete(app, first.id)
    with app.app_context():
        assert db.session.get_one(Person, first.id).erased_at is None
    second = builders.person(app, "Rosalie", roles=(SiteRole.ADMINISTRATOR,))
    delete(app, first.id)
    with pytest.raises(LastAdministrator):
        delete(app, second.id)
    with app.app_context():
        assert {row.person_id for row in db.session.query(RoleGiven)} == {second.id}


def test_invitations_are_taken_back_and_name_no_address_of_theirs(app: Flask, story: Story) -> None:
    me, other = story.two.first, builders.person(app, "Noor")
    with app.app_context(), transaction():
        to_me = invitations.invite(actor_of(other), me.email.upper(), "fr")
        elsewhere = invitations.invite(actor_of(other), "samir@example.org", "fr")
    delete(app, me.id)
    with app.app_context():
        mine = db.session.query(Invitation).filter_by(inviter_id=me.id).one()
        assert (mine.email, mine.revoked_at is None) == (None, False)
        assert db.session.get_one(Invitation, to_me).email is None
        assert db.session.get_one(Invitation, elsewhere).email == "samir@example.org"


def test_nobody_pairs_with_somebody_who_is_gone(app: Flask, story: Story) -> None:
    me, other = story.two.first, builders.person(app, "Noor")
    with app.app_context():
        with transaction():
            sent = invitations.invite(story.maite.actor, None, "fr")
        found = invitations.queries.invitation(sent)
        assert found is not None
        received = invitations.Received(found, mailed=False)
    delete(app, me.id)
    with app.app_context(), pytest.raises(Refusal), transaction():
        invitations.accept(received, other.id)


def test_what_was_counted_about_them_is_forgotten(app: Flask) -> None:
    two = builders.pair(app)
    with app.app_context():
        for one in (two.first, two.second):
            credentials.PER_PERSON.admits(one.id)
            credentials.PER_ACCOUNT.admits(one.email)
        assert db.session.query(Tries).count() == 4
    delete(app, two.first.id)
    with app.app_context():
        assert db.session.query(Tries).count() == 2


def test_the_last_mail_leaves_and_its_address_with_it(app: Flask, story: Story) -> None:
    me = story.two.first
    delete(app, me.id)
    delete(app, me.id)
    assert [mail["To"] for mail in mails(app) if "deleted" in str(mail["Subject"])] == [me.email]
    with app.app_context():
        assert db.session.query(Outgoing).filter_by(kind=farewell.MAIL).count() == 0


def test_a_last_mail_that_cannot_leave_is_given_up(app: Flask, story: Story) -> None:
    delete(app, story.two.first.id)

    def left(after: Any) -> int:
        with app.app_context(), clock.at(now() + after):
            with transaction():
                farewell.on_time_passed(TimePassed(now()))
            return db.session.query(Outgoing).filter_by(kind=farewell.MAIL).count()

    assert left(farewell.TRIED_FOR * 0.9) == 1
    assert left(farewell.TRIED_FOR * 1.1) == 0


def test_it_is_in_the_ledger_and_followed_after_a_restore(app: Flask, settings: Settings, story: Story) -> None:
    me = story.two.first
    delete(app, me.id)
    (found,) = [erasure for erasure in ledger.read(settings.ledger_path()) if erasure.kind == "account"]
    assert found.ids == (me.id,)
    with app.app_context(), transaction():  # as an older backup has it
        db.session.execute(
            update(Person).where(Person.id == me.id).values(erased_at=None, name="Maïté", email=me.email)
        )
        db.session.execute(update(Pair).values(closed_at=None))
        waiting = db.session.query(Outgoing).filter_by(kind=farewell.MAIL).count()
    with app.app_context(), transaction():
        ledger.replay([found, found])
    with app.app_context():
        gone = db.session.get_one(Person, me.id)
        assert (gone.name, gone.email, gone.erased_at) == ("", None, found.at)
        assert db.session.get_one(Pair, story.two.id).closed_at == found.at
        assert db.session.query(Outgoing).filter_by(kind=farewell.MAIL).count() == waiting


def test_a_ledger_may_name_who_is_in_no_backup(app: Flask) -> None:
    with app.app_context(), transaction():
        delete_again(Erasure(now(), "account", ("nobody",)))


def test_what_was_under_way_in_another_browser_is_not_written(app: Flask, story: Story) -> None:
    """It was let in before the account went, and comes to write after."""
    me = story.two.first
    token = _token(story)
    with app.test_request_context(method="POST"):
        begin_session(_actor(token))
        delete_apart = Thread(target=delete, args=(app, me.id))
        delete_apart.start()
        delete_apart.join()
        with pytest.raises(AccountGone), transaction():
            db.session.execute(update(Person).where(Person.id == me.id).values(name="Maïté again"))
    with app.app_context():
        assert db.session.get_one(Person, me.id).name == ""


def _token(story: Story) -> str:
    with story.app.app_context(), transaction():
        return sessions.start_session(story.two.first.id, "test")


def _actor(token: str) -> Actor:
    actor = sessions.actor_of(token)
    assert actor is not None
    return actor


def test_it_is_in_the_ledger_once_whoever_deletes_it_on_the_page(
    app: Flask, settings: Settings, story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    browser = story.browser(story.maite)
    answer = builders.post(browser, "/account/privacy/delete", current=PASSWORD)
    assert answer.headers["Location"] == "/login?done=deleted&lang=en"
    with app.app_context():
        ledger.catch_up()
    assert settings.ledger_path().read_text().count('"account"') == 1
    assert "the ledger waits" not in caplog.text


def test_the_page_says_what_goes_and_asks_for_the_password(app: Flask, story: Story) -> None:
    browser = story.browser(story.maite)
    address = "/account/privacy/delete"
    assert "The portal puts your name to none of it any more" in browser.get(address).text
    token = builders.csrf(browser, address)
    for password in ("", "something else"):
        assert browser.post(address, data={"csrf_token": token, "current": password}).status_code == 422
    assert browser.get("/today").status_code == 200
    answer = browser.post(address, data={"csrf_token": token, "current": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?done=deleted&lang=en")
    french = {"Accept-Language": "fr-CA,fr;q=0.9"}
    assert "Your account is deleted" in browser.get(answer.headers["Location"], headers=french).text
    assert browser.get("/today").status_code == 303
    with app.app_context():
        assert db.session.query(Hearing).filter_by(hearer_id=story.two.first.id).one().text_cipher is None
