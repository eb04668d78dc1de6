"""Publishing a draft: the checklist, what goes out, now or at its time, after a review, and back again."""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import RoleGiven
from portal.curriculum.models import Module, Revision
from portal.curriculum.queries.revisions import files_of
from portal.kernel import clock, outbox
from portal.kernel.database import db, new_id
from portal.kernel.outbox import Outgoing
from portal.kernel.transaction import transaction
from portal.settings import Settings
from portal.studio import service
from portal.studio.models import DraftRelease, ModuleAct, WritingSession
from portal.studio.queries.orphans import has_author
from portal.studio.rules import Act
from portal.studio.service import releasing
from portal.studio.service.looking import DraftChanged
from tests.accounts.people import body_of, mails
from tests.builders import csrf, pair, person, post, sign_in
from tests.curriculum.lessons import PIXEL
from tests.journal.acting import parsed, words
from tests.learning.conftest import ENGLISH, FRENCH
from tests.pairs.acting import at_once
from tests.studio.acting import my_draft, show, texts, write
from tests.studio.conftest import Writers
from tests.studio.publishing import digest_on, draft_of, finish, numbers, release, send

pytestmark = pytest.mark.both_databases


@pytest.fixture
def ready(writers: Writers) -> Writers:
    finish(writers.app, writers.slug, writers.anais.id)
    return writers


def published(app: Flask, slug: str, language: str = "en") -> str:
    """The source of the first lesson in the newest revision."""
    with app.app_context():
        revision = db.session.scalars(
            select(Revision).join(Module, Module.id == Revision.module_id).where(Module.slug == slug)
        ).all()[-1]
        return files_of(revision.id)[f"01-premiere/{language}.md"].decode()


class TestChecklist:
    def test_what_blocks_is_told_with_its_place_and_nothing_is_published(self, writers: Writers) -> None:
        browser = writers.browser(writers.anais)
        page = browser.get(f"{writers.address}/publish").text
        assert "stand in the way" in page
        assert "module.toml" in page or "The module details" in page
        assert 'name="digest"' not in page
        assert send(browser, writers.address, digest="0" * 64).status_code == 409
        assert numbers(writers.app, writers.slug) == []

    def test_a_place_leads_to_its_line_in_the_editor(self, ready: Writers) -> None:
        write(ready.app, ready.slug, ready.anais.id, "fr", FRENCH.replace("minutes: 8", "minutes: huit"))
        page = ready.browser(ready.anais).get(f"{ready.address}/publish").text
        assert f"{ready.address}/lessons/premiere?view=fr&amp;line=3#fr" in page

    def test_one_press_mends_what_a_machine_can(self, ready: Writers) -> None:
        wrong = FRENCH.replace("{title}", "premiere").replace("minutes: 8\n", "") + "\nL'idée ?\n"
        write(ready.app, ready.slug, ready.anais.id, "fr", wrong)
        browser = ready.browser(ready.anais)
        version = browser.get(f"{ready.address}/publish").text.partition('name="version" value="')[2].partition('"')[0]
        fields = {"language": "fr", "version": version}
        assert post(browser, f"{ready.address}/lessons/premiere/mend", **fields).status_code == 303
        with ready.app.app_context():
            after = texts(ready.slug, ready.anais.id)["fr"]
        assert "L’idée?" in after
        assert "\nminutes: " in after

    def test_a_text_that_changed_meanwhile_is_not_mended(self, ready: Writers) -> None:
        write(ready.app, ready.slug, ready.anais.id, "fr", "L'idée")
        browser = ready.browser(ready.anais)
        post(browser, f"{ready.address}/lessons/premiere/mend", language="fr", version="0" * 22)
        with ready.app.app_context():
            assert texts(ready.slug, ready.anais.id)["fr"] == "L'idée"

    def test_a_lesson_without_any_text_stands_in_the_way(self, ready: Writers) -> None:
        for language in ("fr", "en"):
            write(ready.app, ready.slug, ready.anais.id, language, "", lesson="deuxieme")
        browser = ready.browser(ready.anais)
        page = browser.get(f"{ready.address}/publish").text
        assert "Nothing stands in the way" not in page
        assert 'name="digest"' not in page
        with ready.app.app_context():
            files = service.draft_files(my_draft(ready.slug, ready.anais.id).module_id)
            with transaction():
                service.duplicate(ready.anais.id, "copie", files)
            copied = service.draft_files(my_draft("copie", ready.anais.id).module_id)
            assert copied | {"module.toml": files["module.toml"]} == files
            assert "02-deuxieme/fr.md" in files


class TestNow:
    def test_it_makes_a_revision_with_its_note_and_author(self, ready: Writers) -> None:
        answer = send(ready.browser(ready.anais), ready.address, note="Shorter, and clearer.")
        assert answer.headers["Location"].startswith(f"{ready.address}/revisions")
        with ready.app.app_context():
            row = db.session.query(Revision).one()
            assert (row.number, row.note, row.published_by_id) == (1, "Shorter, and clearer.", ready.anais.id)
        assert ready.app.test_client().get(f"/lessons/{ready.slug}").status_code == 200
        page = ready.browser(ready.thu).get(f"{ready.address}/revisions").text
        assert "Shorter, and clearer." in page
        assert "Anaïs" in page

    def test_a_draft_that_changed_since_the_page_was_made_is_looked_at_again(self, ready: Writers) -> None:
        browser = ready.browser(ready.anais)
        digest = digest_on(browser, ready.address)
        write(ready.app, ready.slug, ready.thu.id, "en", ENGLISH.replace("Plain words.", "Other words."))
        answer = send(browser, ready.address, digest, note="Kept on the page")
        assert answer.status_code == 409
        assert "Kept on the page" in answer.text
        assert numbers(ready.app, ready.slug) == []

    def test_what_changes_while_it_is_rendered_is_not_published(self, ready: Writers) -> None:
        draft = draft_of(ready.app, ready.slug, ready.anais.id)
        digest = digest_on(ready.browser(ready.anais), ready.address)
        with ready.app.app_context():
            prepared = service.make_ready(draft, digest)
        write(ready.app, ready.slug, ready.thu.id, "en", ENGLISH.replace("Plain words.", "Other words."))
        with ready.app.app_context(), pytest.raises(DraftChanged), transaction():
            service.publish_now(prepared, ready.anais.id, "")
        assert numbers(ready.app, ready.slug) == []

    def test_two_authors_at_once_make_one_revision(self, ready: Writers) -> None:
        digest, presses = digest_on(ready.browser(ready.anais), ready.address), []
        for who in (ready.anais, ready.thu):
            browser = ready.browser(who)
            sent = {"csrf_token": csrf(browser, "/help"), "digest": digest, "when": "now", "note": "", "key": new_id()}
            presses.append(partial(browser.post, f"{ready.address}/publish", data=sent))
        assert [answer.status_code for answer in at_once(*presses)] == [303, 303]
        assert numbers(ready.app, ready.slug) == [1]

    def test_the_order_alone_is_something_new(self, ready: Writers) -> None:
        browser = ready.browser(ready.anais)
        send(browser, ready.address)
        post(browser, f"{ready.address}/lessons/premiere/down")
        page = browser.get(f"{ready.address}/publish").text
        assert "nothing new to publish" not in page
        assert "Lessons change places." in page
        assert send(browser, ready.address).headers["Location"].endswith("done=published")
        assert numbers(ready.app, ready.slug) == [1, 2]

    def test_a_picture_that_nothing_shows_is_nothing_new(self, ready: Writers) -> None:
        browser = ready.browser(ready.anais)
        send(browser, ready.address)
        show(ready.app, ready.slug, ready.anais.id, PIXEL)
        page = browser.get(f"{ready.address}/publish").text
        assert "nothing new to publish" in page
        assert 'data-label="What changes">Changed' not in page

    def test_what_is_published_already_is_not_said_to_be_published(self, ready: Writers) -> None:
        browser = ready.browser(ready.anais)
        digest = digest_on(browser, ready.address)
        send(browser, ready.address, digest)
        refused = send(browser, ready.address, digest, note="Kept on the page")
        assert refused.status_code == 409
        assert "Kept on the page" in refused.text
        assert send(browser, ready.address, digest).headers["Location"].endswith("done=known")
        tomorrow = str((clock.now() + timedelta(days=1)).date())
        assert send(browser, ready.address, digest, when="later", day=tomorrow, hour="08:00").status_code == 409
        with ready.app.app_context():
            acts = db.session.scalars(select(ModuleAct.act).where(ModuleAct.act.in_([Act.PUBLISHED, Act.PLANNED])))
            assert list(acts) == [Act.PUBLISHED]

    def test_sent_twice_it_is_done_once(self, ready: Writers) -> None:
        browser, key = ready.browser(ready.anais), "k" * 22
        digest = digest_on(browser, ready.address)
        answers = [send(browser, ready.address, digest, key=key).headers["Location"] for _time in range(2)]
        assert answers[0] == answers[1]
        assert numbers(ready.app, ready.slug) == [1]


class TestTouched:
    def test_few_pairs_are_not_counted_out(self, ready: Writers) -> None:
        browser = ready.browser(ready.anais)
        send(browser, ready.address)
        for _pair in range(4):
            two = pair(ready.app)
            reader = sign_in(ready.app, two.first)
            post(reader, f"/pairs/{two.id}/lessons/{ready.slug}/premiere/steps/read-1/done")
        write(ready.app, ready.slug, ready.anais.id, "en", ENGLISH.replace("Plain words.", "Other words."))
        page = browser.get(f"{ready.address}/publish").text
        assert "4 pairs have begun it, and keep what they began." in page
        one = pair(ready.app)
        assert one.id
        assert "Too few pairs to give a number." in browser.get(f"{ready.address}/publish").text


class TestLater:
    def plan(self, ready: Writers, **fields: str) -> int:
        sent = {"when": "later", "day": "2099-01-01", "hour": "08:00"} | fields
        return int(send(ready.browser(ready.anais), ready.address, **sent).status_code)

    def due(self, ready: Writers, moment: datetime | None = None) -> None:
        """Its time has come."""
        with ready.app.app_context(), transaction():
            moment = moment or clock.now() - timedelta(minutes=1)
            db.session.execute(update(Outgoing).where(Outgoing.kind == releasing.DUE).values(not_before=moment))
            db.session.execute(update(DraftRelease).values(due_at=moment))

    def plan_tomorrow(self, ready: Writers) -> None:
        tomorrow = clock.now() + timedelta(days=1)
        assert self.plan(ready, day=f"{tomorrow:%Y-%m-%d}", hour="23:00") == 303

    def test_a_moment_that_cannot_be_is_refused(self, ready: Writers) -> None:
        for fields in ({"day": "2020-01-01"}, {"day": "2099-01-01"}, {"day": ""}, {"hour": "noon"}):
            assert self.plan(ready, **fields) == 422
        assert numbers(ready.app, ready.slug) == []

    def test_what_was_checked_goes_out_at_its_time(self, ready: Writers) -> None:
        self.plan_tomorrow(ready)
        write(ready.app, ready.slug, ready.anais.id, "en", "Not whole any more")
        with ready.app.app_context():
            outbox.drain()
        assert numbers(ready.app, ready.slug) == []
        self.due(ready)
        with ready.app.app_context():
            outbox.drain()
        assert numbers(ready.app, ready.slug) == [1]
        assert "Plain words." in published(ready.app, ready.slug)
        assert release(ready.app).published_at is not None

    def test_it_can_be_cancelled(self, ready: Writers) -> None:
        self.plan_tomorrow(ready)
        for _time in range(2):
            assert post(ready.browser(ready.thu), f"{ready.address}/publish/cancel").status_code == 303
        self.due(ready)
        with ready.app.app_context():
            outbox.drain()
        assert numbers(ready.app, ready.slug) == []

    def test_one_waits_at_a_time(self, ready: Writers) -> None:
        digest = digest_on(ready.browser(ready.anais), ready.address)
        self.plan_tomorrow(ready)
        assert send(ready.browser(ready.thu), ready.address, digest).status_code == 409
        assert numbers(ready.app, ready.slug) == []

    def test_its_authors_are_told_when_it_could_not_be(self, ready: Writers) -> None:
        self.plan_tomorrow(ready)
        self.due(ready)
        with ready.app.app_context(), transaction():
            files = dict(db.session.query(DraftRelease).one().texts)
            files["module.toml"] = files["module.toml"].replace("requires = []", 'requires = ["gone"]')
            db.session.execute(update(DraftRelease).values(texts=files))
        letters = mails(ready.app)
        assert {letter["To"] for letter in letters} == {ready.anais.email, ready.thu.email}
        assert "The module “Quelque chose” could not be published" in body_of(letters[0])
        assert numbers(ready.app, ready.slug) == []
        assert "could not be published" in ready.browser(ready.anais).get(f"{ready.address}/publish").text

    def test_what_is_given_up_is_told_and_can_be_published_now(
        self, ready: Writers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.plan_tomorrow(ready)
        browser, told = ready.browser(ready.thu), "the portal tried for hours"
        with monkeypatch.context() as patch:
            patch.setattr(releasing, "prepare", _fail)
            for _try in range(outbox.TRIES):
                assert told not in browser.get(f"{ready.address}/publish").text
                self.due(ready)
                with ready.app.app_context():
                    outbox.drain()
        for page in ("/", "/publish"):
            assert told in browser.get(f"{ready.address}{page}").text
        assert numbers(ready.app, ready.slug) == []
        for _press in range(2):
            answer = post(browser, f"{ready.address}/publish/again")
            assert answer.headers["Location"] == f"{ready.address}/publish?done=again"
            with ready.app.app_context():
                outbox.drain()
        assert numbers(ready.app, ready.slug) == [1]
        assert told not in browser.get(f"{ready.address}/").text

    def test_what_the_outbox_forgot_is_asked_for_again(self, ready: Writers) -> None:
        self.plan_tomorrow(ready)
        with ready.app.app_context(), transaction():
            db.session.query(Outgoing).delete()
        assert "the portal tried for hours" in ready.browser(ready.thu).get(f"{ready.address}/").text
        post(ready.browser(ready.thu), f"{ready.address}/publish/again")
        with ready.app.app_context():
            outbox.drain()
        assert numbers(ready.app, ready.slug) == [1]

    def test_one_that_waits_is_not_hurried_and_one_that_is_cancelled_is_over(self, ready: Writers) -> None:
        self.plan_tomorrow(ready)
        browser = ready.browser(ready.anais)
        post(browser, f"{ready.address}/publish/again")
        with ready.app.app_context():
            outbox.drain()
        assert numbers(ready.app, ready.slug) == []
        post(browser, f"{ready.address}/publish/cancel")
        assert post(browser, f"{ready.address}/publish/again").status_code == 409

    def test_nothing_goes_out_once_none_of_its_authors_is_an_instructor(self, ready: Writers) -> None:
        self.plan_tomorrow(ready)
        self.due(ready)
        with ready.app.app_context():
            with transaction():
                db.session.query(RoleGiven).filter(RoleGiven.person_id == ready.anais.id).delete()
            assert has_author(draft_of(ready.app, ready.slug, ready.thu.id).module_id)
            with transaction():
                db.session.query(RoleGiven).delete()
            outbox.drain()
        assert numbers(ready.app, ready.slug) == []
        assert release(ready.app).failed_at is not None

    def test_a_crash_between_publishing_and_noting_it_publishes_once(
        self, ready: Writers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.plan_tomorrow(ready)
        self.due(ready)
        with monkeypatch.context() as patch, ready.app.app_context():
            patch.setattr(outbox, "_note", _crash)
            with pytest.raises(KeyboardInterrupt):
                outbox.drain()
        with ready.app.app_context():
            assert db.session.query(DraftRelease).one().published_at is not None
        self.due(ready)
        with ready.app.app_context():
            outbox.drain()
        assert numbers(ready.app, ready.slug) == [1]

    def test_a_crash_before_the_end_leaves_nothing_half_done(
        self, ready: Writers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.plan_tomorrow(ready)
        self.due(ready)
        with monkeypatch.context() as patch, ready.app.app_context():
            patch.setattr(releasing, "note", _crash)
            with pytest.raises(KeyboardInterrupt):
                outbox.drain()
        assert numbers(ready.app, ready.slug) == []
        self.due(ready)
        with ready.app.app_context():
            outbox.drain()
        assert numbers(ready.app, ready.slug) == [1]


def _fail(*_arguments: object, **_named: object) -> None:
    raise OSError


def _crash(*_arguments: object, **_named: object) -> None:
    raise KeyboardInterrupt


class TestReview:
    @pytest.fixture
    def demanding(self, ready: Writers) -> Writers:
        """The same, on a site that demands a second person's review."""
        settings: Settings = ready.app.config["SETTINGS"]
        ready.app.config["SETTINGS"] = settings.model_copy(update={"studio_review": True})
        return ready

    def ask(self, demanding: Writers) -> str:
        assert send(demanding.browser(demanding.anais), demanding.address).status_code == 303
        with demanding.app.app_context():
            outbox.drain()
        assert numbers(demanding.app, demanding.slug) == []
        return f"/studio/releases/{release(demanding.app).id}"

    def test_another_instructor_approves_it(self, demanding: Writers) -> None:
        address = self.ask(demanding)
        noor = demanding.browser(demanding.noor)
        assert ">Quelque chose</a>" in noor.get("/studio/releases").text
        page = noor.get(address).text
        assert "Plain words." in page
        assert "Release of “Quelque chose”" in page
        assert demanding.slug not in page
        assert post(noor, f"{address}/approve").status_code == 303
        with demanding.app.app_context():
            outbox.drain()
        assert numbers(demanding.app, demanding.slug) == [1]

    def test_its_lessons_and_pictures_are_looked_at_as_they_were_frozen(self, demanding: Writers) -> None:
        app, slug, author = demanding.app, demanding.slug, demanding.anais
        name = show(app, slug, author.id, PIXEL)
        shown = ENGLISH.replace("{title}", "premiere").replace("Plain words.", f"Plain words. ![Two dots]({name})")
        write(app, slug, author.id, "en", shown)
        french = FRENCH.replace("{title}", "premiere").replace("Plain words.", f"Plain words. ![Deux points]({name})")
        write(app, slug, author.id, "fr", french)
        address = self.ask(demanding)
        write(app, slug, author.id, "en", shown.replace("Plain words.", "Written since."))
        noor = demanding.browser(demanding.noor)
        picture = f"{address}/pictures/{sha256(PIXEL).hexdigest()}"
        assert f'src="{picture}"' in noor.get(address).text
        page = noor.get(f"{address}/lessons/premiere?shown=en")
        assert "Plain words." in page.text
        assert "Written since." not in page.text
        assert f'src="{picture}"' in page.text
        assert "sandbox" in page.headers["Content-Security-Policy"]
        assert noor.get(picture).data == PIXEL
        assert noor.get(f"{address}/lessons/troisieme").status_code == 404
        assert noor.get(f"{address}/pictures/{'a' * 64}").status_code == 404
        member = sign_in(app, person(app))
        assert {member.get(f"{address}/lessons/premiere").status_code, member.get(picture).status_code} == {404}

    def test_whoever_asked_does_not_approve_it(self, demanding: Writers) -> None:
        address = self.ask(demanding)
        assert post(demanding.browser(demanding.anais), f"{address}/approve").status_code == 409
        assert release(demanding.app).approved_at is None

    def test_it_is_sent_back_with_a_sentence(self, demanding: Writers) -> None:
        address = self.ask(demanding)
        noor = demanding.browser(demanding.noor)
        assert post(noor, f"{address}/send-back", reason=" ").status_code == 422
        assert post(noor, f"{address}/send-back", reason="The check has two right answers.").status_code == 303
        letters = mails(demanding.app)
        assert {letter["To"] for letter in letters} == {demanding.anais.email, demanding.thu.email}
        assert "The module “Quelque chose” was sent back" in body_of(letters[0])
        page = demanding.browser(demanding.thu).get(f"{demanding.address}/publish").text
        assert "The check has two right answers." in page
        late = post(noor, f"{address}/approve")
        assert late.status_code == 409
        assert numbers(demanding.app, demanding.slug) == []

    def test_a_release_that_needs_no_review_is_its_authors_alone(self, ready: Writers) -> None:
        TestLater().plan_tomorrow(ready)
        address = f"/studio/releases/{release(ready.app).id}"
        assert ready.browser(ready.thu).get(address).status_code == 200
        assert ready.browser(ready.noor).get(address).status_code == 404


class TestRevisions:
    def test_unpublishing_what_is_not_published_is_no_act(self, ready: Writers) -> None:
        browser = ready.browser(ready.anais)
        assert post(browser, f"{ready.address}/unpublish").status_code == 303
        send(browser, ready.address)
        for _press in range(2):
            assert post(browser, f"{ready.address}/unpublish").status_code == 303
        with ready.app.app_context():
            acts = db.session.scalars(select(ModuleAct.act).where(ModuleAct.act == Act.UNPUBLISHED))
            assert len(acts.all()) == 1

    def publish_two(self, ready: Writers) -> None:
        browser = ready.browser(ready.anais)
        send(browser, ready.address)
        write(ready.app, ready.slug, ready.anais.id, "en", ENGLISH.replace("Plain words.", "Other words."))
        send(browser, ready.address)
        assert numbers(ready.app, ready.slug) == [1, 2]

    def test_two_are_compared(self, ready: Writers) -> None:
        self.publish_two(ready)
        page = ready.browser(ready.thu).get(f"{ready.address}/revisions/2").text
        assert "Other" in page
        assert "Plain" in page
        assert "The two are the same." in ready.browser(ready.thu).get(f"{ready.address}/revisions/2?with=2").text
        assert ready.browser(ready.thu).get(f"{ready.address}/revisions/3").status_code == 404

    def test_one_is_put_back_and_nothing_is_lost(self, ready: Writers) -> None:
        self.publish_two(ready)
        write(ready.app, ready.slug, ready.thu.id, "en", "A draft of Thu’s")
        answer = post(ready.browser(ready.anais), f"{ready.address}/revisions/1/put-back")
        assert answer.status_code == 303
        with ready.app.app_context():
            assert "Plain words." in texts(ready.slug, ready.anais.id)["en"]
            kept = set(db.session.scalars(select(WritingSession.text)))
        assert "A draft of Thu’s" in kept
        send(ready.browser(ready.anais), ready.address)
        assert numbers(ready.app, ready.slug) == [1, 2, 3]

    def test_a_module_leaves_the_catalogue_and_comes_back(self, ready: Writers) -> None:
        self.publish_two(ready)
        browser = ready.browser(ready.anais)
        assert "No pair has begun it." in browser.get(f"{ready.address}/unpublish").text
        assert post(browser, f"{ready.address}/unpublish").status_code == 303
        assert ready.app.test_client().get(f"/lessons/{ready.slug}").status_code == 404
        page = parsed(browser.get(f"{ready.address}/publish"))
        assert words(page, "#changes ~ table").count("Back No pair has begun it. Everybody finds it again.") == 2
        assert "Publish" in words(
            parsed(browser.get(f"{ready.address}/revisions")), f"main a[href='{ready.address}/publish']"
        )
        send(browser, ready.address)
        assert ready.app.test_client().get(f"/lessons/{ready.slug}").status_code == 200
        assert numbers(ready.app, ready.slug) == [1, 2]

    def test_the_studio_says_what_is_published_and_what_is_not(self, ready: Writers) -> None:
        browser = ready.browser(ready.anais)

        def says(*sentences: str) -> None:
            shelved = words(parsed(browser.get("/studio/")), ".shelved, [aria-labelledby=aside] li")
            for where in (shelved, words(parsed(browser.get(f"{ready.address}/")), ".module-head")):
                told = [one for one in STANDINGS if one in where]
                assert told == list(sentences), where

        says("Not published yet")
        TestLater().plan_tomorrow(ready)
        says("Not published yet", "Planned for")
        post(browser, f"{ready.address}/publish/cancel")
        send(browser, ready.address)
        says("Published, revision 1")
        write(ready.app, ready.slug, ready.anais.id, "en", "Other words.")
        says("Published, revision 1", "changed since")
        post(browser, f"{ready.address}/set-aside")
        assert "It is still in the catalogue" in browser.get(f"{ready.address}/").text
        post(browser, f"{ready.address}/unpublish")
        says("Out of the catalogue", "changed since")
        assert "It is still in the catalogue" not in browser.get(f"{ready.address}/").text


STANDINGS = ("Not published yet", "Published, revision 1", "Out of the catalogue", "changed since", "Planned for")
