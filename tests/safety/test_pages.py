"""The pages of a report: for who sends it, for who handles it, and for everybody else, who finds nothing."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, update
from werkzeug.test import TestResponse

from portal.accounts.models import RoleGiven
from portal.kernel import clock, outbox
from portal.kernel.database import db, new_id
from portal.kernel.forms import PortalForm
from portal.kernel.signals import TimePassed, announce
from portal.kernel.transaction import transaction
from portal.pairs.rules import PairState
from portal.privacy.service import delete_account
from portal.programs.models import Enrolment
from portal.safety import service
from portal.safety.forms import AnswerForm
from portal.safety.models import Report
from portal.safety.rules import LONGEST_WORDS
from tests.builders import Someone, csrf, post, sign_in
from tests.journal.acting import OTHER_TEXT, Two, every, parsed, words
from tests.pairs.acting import Half
from tests.safety.acting import WORDS, Reader, Reporter
from tests.safety.conftest import Handlers

EXCERPT = "It was politeness"


class Desk:
    """Somebody in front of the form."""

    def __init__(self, app: Flask, two: Two, me: Someone, path: str = "") -> None:
        self.browser = sign_in(app, me)
        self.address = f"/pairs/{two.pair.id}/report{path}"

    def presses(self, act: str, **fields: str) -> TestResponse:
        token = csrf(self.browser, self.address)
        return self.browser.post(self.address, data={"csrf_token": token, "act": act, "key": "k" * 22, **fields})


@pytest.fixture
def desk(app: Flask, two: Two, handlers: Handlers) -> Desk:
    """Maïté, in front of what Ibrahim wrote."""
    _, theirs = two.both_open()
    return Desk(app, two, two.pair.first, f"/reflection/{theirs}")


def reports(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Report).count()


class TestReporting:
    def test_every_text_of_the_partners_has_its_link(self, app: Flask, two: Two, handlers: Handlers) -> None:
        mine, theirs = two.heard()
        two.second.add(theirs)
        two.second.reply(mine)
        asked = two.first.hear(theirs)
        two.second.clarify(theirs, asked)
        page = parsed(sign_in(app, two.pair.first).get(f"/pairs/{two.pair.id}/journal/{mine}"))
        links = [link for link in every(page, "main .unsay a", "href") if "/report/" in link]
        assert {link.split("/")[4] for link in links} == {"reflection", "hearing", "clarification", "addition", "reply"}
        browser = sign_in(app, two.pair.first)
        assert {browser.get(link).status_code for link in links} == {200}

    def test_no_two_links_of_a_page_are_called_the_same(self, app: Flask, two: Two, handlers: Handlers) -> None:
        mine, theirs = two.heard()
        for _ in range(2):
            with clock.at(clock.now() + timedelta(minutes=_)):
                two.second.add(theirs)
                two.second.reply(mine)
        page = parsed(sign_in(app, two.pair.first).get(f"/pairs/{two.pair.id}/journal/{mine}"))
        names = [" ".join(link.to_text().split()) for link in page.query("main .unsay a")]
        reports = [name for name in names if name.startswith("Report these words (")]
        assert len(set(reports)) == len(reports) == 6

    def test_the_agreement_has_its_links(self, app: Flask, two: Two, handlers: Handlers) -> None:
        maite, ibrahim = (Half(app, two.pair.id, someone) for someone in (two.pair.first, two.pair.second))
        ibrahim.hand_over(rhythm="Every two weeks.")
        maite.hand_over(rhythm="Every week.")
        address = f"/pairs/{two.pair.id}/agreement"
        ibrahim.propose(rhythm="Every week, as I said.")
        maite.propose(rhythm="Every two weeks, as you said.")
        ibrahim.propose(rhythm="Every week, and no more of it.")
        browser = maite.browser()
        links = every(parsed(browser.get(address)), "main .unsay a", "href")
        assert sorted(link.split("/")[4] for link in links) == ["agreement", "agreement", "sheet"]
        for link in links:
            shown = browser.get(link)
            assert "Every" in words(parsed(shown), "#open-text")
            assert ibrahim.browser().get(link).status_code == 404

    def test_who_will_handle_it_is_shown_and_can_be_chosen(self, desk: Desk) -> None:
        page = parsed(desk.browser.get(desk.address))
        hint = "Never the person you report. If the list has several names, you choose."
        assert words(page, "#handler") == f"Who will handle it {hint} Camille Yannick"
        assert OTHER_TEXT in words(page, "#open-text")

    def test_it_is_looked_at_before_it_is_sent(self, app: Flask, desk: Desk, handlers: Handlers) -> None:
        fields = {"handler": handlers.second.id, "words": WORDS, "excerpt": EXCERPT}
        looked = desk.presses("look", **fields)
        assert looked.status_code == 200
        assert "Attested, word for word." in looked.text
        assert "This is all that Yannick will read" in looked.text
        assert reports(app) == 0
        hidden = dict(
            re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', looked.text.partition("<main")[2])
        )
        assert (hidden["handler"], hidden["excerpt"], hidden["attested"]) == (handlers.second.id, EXCERPT, "yes")
        sent = desk.presses("send", **fields, attested="yes")
        assert sent.status_code == 303
        again = desk.presses("send", **fields, attested="yes")
        assert again.location == sent.location
        assert reports(app) == 1
        page = desk.browser.get(sent.location)
        assert "Your report is sent." in page.text
        assert "Attested, word for word." in page.text

    def test_what_changed_since_it_was_looked_at_is_shown_first(
        self, app: Flask, two: Two, desk: Desk, handlers: Handlers
    ) -> None:
        fields = {"handler": handlers.first.id, "words": WORDS, "excerpt": EXCERPT + "?"}
        answer = desk.presses("send", **fields, attested="yes")
        assert "Not attested." in answer.text
        assert reports(app) == 0

    @pytest.mark.parametrize("act", ["look", "send"])
    def test_what_is_wrong_is_told_beside_it_and_nothing_is_lost(self, desk: Desk, act: str) -> None:
        answer = desk.presses(act, handler="nobody", words="", excerpt=EXCERPT)
        assert answer.status_code == 422
        page = parsed(answer)
        assert "Say in a sentence what happened." in words(page, "#words-error")
        assert words(page, "#excerpt") == EXCERPT

    def test_one_press_freezes_and_keeps_what_was_written(self, app: Flask, two: Two, desk: Desk) -> None:
        answer = desk.presses("freeze", words="half a sent", excerpt=EXCERPT)
        assert answer.status_code == 200
        assert words(parsed(answer), "#words") == "half a sent"
        assert Half(app, two.pair.id, two.pair.second).seen().state is PairState.PAUSED
        assert "You froze this pair" in answer.text

    def test_going_back_to_it_keeps_everything(self, desk: Desk, handlers: Handlers) -> None:
        answer = desk.presses("change", handler=handlers.second.id, words=WORDS, excerpt=EXCERPT)
        page = parsed(answer)
        assert words(page, "#words") == WORDS
        assert every(page, "input[checked]", "value") == [handlers.second.id]

    def test_without_anybody_on_the_list_the_page_says_whom_to_write_to(self, app: Flask, two: Two) -> None:
        page = sign_in(app, two.pair.first).get(f"/pairs/{two.pair.id}/report")
        assert "Nobody on the list can handle a report here now" in page.text

    def test_a_text_of_ones_own_or_one_that_is_shut_is_not_there(
        self, app: Flask, two: Two, handlers: Handlers
    ) -> None:
        mine, theirs = two.both_open()
        browser = sign_in(app, two.pair.first)
        two.second.withdraw(theirs)
        for kind, text in (("reflection", mine), ("reflection", theirs), ("person", mine)):
            assert browser.get(f"/pairs/{two.pair.id}/report/{kind}/{text}").status_code == 404


class TestHandling:
    def test_what_the_handler_reads_and_presses(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        _, theirs = two.both_open()
        report = maite.sends(handlers.first, maite.finds("reflection", theirs), EXCERPT)
        camille, address = sign_in(app, handlers.first), f"/reports/{report}"
        page = camille.get(address).text
        for told in (WORDS, EXCERPT, "Attested, word for word.", "Written by Ibrahim in a reflection"):
            assert told in page
        assert OTHER_TEXT not in page
        assert "Maïté reports Ibrahim" in camille.get("/reports/").text
        assert post(camille, f"{address}/take").location == f"{address}?done=taken"
        assert "In hand" in sign_in(app, two.pair.first).get(address).text
        refused = post(camille, f"{address}/close", answer="")
        assert refused.status_code == 422
        assert "Say in a sentence what becomes of it." in refused.text
        assert post(camille, f"{address}/close", answer="I spoke with him.").location == f"{address}?done=answered"
        assert "I spoke with him." in sign_in(app, two.pair.first).get(address).text
        late = post(camille, f"{address}/take")
        assert late.status_code == 409
        assert "This report is closed." in late.text

    def test_an_answer_that_comes_second_is_given_back(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report, camille = maite.sends(handlers.first), sign_in(app, handlers.first)
        address = f"/reports/{report}/close"
        for _press in range(2):
            assert post(camille, address, answer="I spoke with him.").status_code == 303
        other = post(camille, address, answer="I spoke with both.")
        assert other.status_code == 409
        assert "It was not sent." in words(parsed(other), ".unsent")
        assert words(parsed(other), ".unsent .said") == "I spoke with both."
        assert "I spoke with both." not in sign_in(app, maite.me).get(f"/reports/{report}").text

    def test_an_answer_to_what_was_withdrawn_is_given_back(
        self, app: Flask, maite: Reporter, handlers: Handlers
    ) -> None:
        report, camille = maite.sends(handlers.first), sign_in(app, handlers.first)
        post(sign_in(app, maite.me), f"/reports/{report}/withdraw")
        refused = post(camille, f"/reports/{report}/close", answer="I spoke with him.")
        assert refused.status_code == 409
        assert words(parsed(refused), ".unsent .said") == "I spoke with him."

    def test_an_answer_stands_where_it_was_typed_while_it_can_be_sent(
        self, app: Flask, maite: Reporter, handlers: Handlers
    ) -> None:
        report, camille = maite.sends(handlers.first), sign_in(app, handlers.first)
        refused = post(camille, f"/reports/{report}/close", answer="x" * (LONGEST_WORDS + 1))
        assert words(parsed(refused), "#answer") == "x" * (LONGEST_WORDS + 1)
        assert every(parsed(refused), ".unsent", "class") == []

    def test_who_loses_it_while_answering_finds_their_lists_and_their_words(
        self, app: Flask, maite: Reporter, handlers: Handlers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report, other = maite.sends(handlers.first), maite.sends(handlers.first)
        camille = sign_in(app, handlers.first)

        def meanwhile(form: AnswerForm) -> bool:
            Reader(app, handlers.first).do(service.hand_over, report, handlers.second.id)
            return PortalForm.validate(form)

        monkeypatch.setattr(AnswerForm, "validate", meanwhile)
        refused = post(camille, f"/reports/{report}/close", answer="I spoke with him.")
        assert refused.status_code == 409
        page = parsed(refused)
        assert "This report was handed over in the meantime." in words(page, "[role=alert]")
        assert every(page, "main .ruled a", "href") == [f"/reports/{other}"]
        assert words(page, ".unsent .said") == "I spoke with him."

    def test_who_reports_is_told_that_it_may_be_handed_over(
        self, app: Flask, two: Two, maite: Reporter, handlers: Handlers
    ) -> None:
        browser, report = sign_in(app, maite.me), maite.sends(handlers.first)
        for address in (f"/pairs/{two.pair.id}/report", f"/reports/{report}"):
            page = browser.get(address).text
            assert "hand it over to another person on the list, who then reads it instead" in page
            assert "It never goes to Ibrahim" in page

    def test_handed_over_the_list_says_so(self, app: Flask, maite: Reporter, handlers: Handlers) -> None:
        report, camille = maite.sends(handlers.first), sign_in(app, handlers.first)
        choice = {"handler": handlers.second.id, "key": new_id()}
        answer = post(camille, f"/reports/{report}/hand-over", **choice)
        assert answer.location == "/reports/?done=handed"
        again = post(camille, f"/reports/{report}/hand-over", **choice)
        assert (again.status_code, again.location) == (303, "/reports/?done=handed")
        other = {**choice, "handler": handlers.first.id}
        assert post(camille, f"/reports/{report}/hand-over", **other).status_code == 404
        assert post(sign_in(app, maite.me), f"/reports/{report}/hand-over", **choice).status_code == 404
        assert camille.get(f"/reports/{report}").status_code == 404

    def test_nobody_else_finds_it(self, app: Flask, two: Two, maite: Reporter, handlers: Handlers) -> None:
        report = maite.sends(handlers.first)
        for someone in (two.pair.second, handlers.second, handlers.administrator):
            browser = sign_in(app, someone)
            for path in ("", "/withdraw", "/take", "/close", "/lift", "/close-pair", "/hand-over"):
                answer = post(browser, f"/reports/{report}{path}") if path else browser.get(f"/reports/{report}")
                assert answer.status_code == 404
            assert "No reports" in browser.get("/reports/").text

    def test_the_reported_sees_nothing_of_it(self, app: Flask, two: Two, maite: Reporter, handlers: Handlers) -> None:
        mine, theirs = two.both_open()
        browser = sign_in(app, two.pair.second)
        addresses = ["/today", "/reports/", "/account/safety", f"/pairs/{two.pair.id}"]
        addresses += [f"/pairs/{two.pair.id}{path}" for path in ("/settings", f"/journal/{mine}", f"/journal/{theirs}")]
        with clock.at(clock.now() + timedelta(hours=1)):
            before = [KEY.sub("", browser.get(address).text) for address in addresses]
            report = maite.sends(handlers.first, maite.finds("reflection", theirs), EXCERPT)
            post(sign_in(app, handlers.first), f"/reports/{report}/take")
            assert [KEY.sub("", browser.get(address).text) for address in addresses] == before

    def test_no_handler_reads_the_journal(self, app: Flask, two: Two, maite: Reporter, handlers: Handlers) -> None:
        _, theirs = two.both_open()
        maite.sends(handlers.first, maite.finds("reflection", theirs), EXCERPT)
        for someone in (handlers.first, handlers.second, handlers.administrator):
            browser = sign_in(app, someone)
            for path in ("", "/journal", f"/journal/{theirs}", f"/report/reflection/{theirs}"):
                assert browser.get(f"/pairs/{two.pair.id}{path}").status_code == 404


KEY = re.compile(r'name="(?:key|csrf_token)"[^>]*value="[^"]*"')


def test_no_mail_carries_a_word_of_it(app: Flask, two: Two, maite: Reporter, handlers: Handlers) -> None:
    _, theirs = two.both_open()
    report = maite.sends(handlers.first, maite.finds("reflection", theirs), EXCERPT)
    with app.app_context():
        outbox.drain()
    post(sign_in(app, handlers.first), f"/reports/{report}/close", answer="I spoke with him.")
    with app.app_context():
        outbox.drain()
    letters = [path.read_text() for path in sorted(app.config["SETTINGS"].mail_folder.glob("*.eml"))]
    assert [f"/reports/{report}" in letters[0], "report" in letters[1].partition("\n\n")[0].lower()] == [True, False]
    for letter in letters:
        for told in (WORDS, EXCERPT, "I spoke with him.", "Ibrahim"):
            assert told not in letter


def test_the_header_says_where_its_pages_are(app: Flask, two: Two, maite: Reporter, handlers: Handlers) -> None:
    browser, pair = sign_in(app, maite.me), f"/pairs/{two.pair.id}"
    report = maite.sends(handlers.first)
    places = {f"{pair}/report": "My pairs", f"{pair}/block": "My pairs"}
    places |= dict.fromkeys(("/account/safety", "/reports/", f"/reports/{report}"), "Maïté")
    for address, place in places.items():
        assert words(parsed(browser.get(address)), ".places [aria-current]") == place


def test_its_tab_is_told_from_the_one_of_passwords(app: Flask, maite: Reporter) -> None:
    page = sign_in(app, maite.me).get("/account/safety?lang=fr")
    assert words(parsed(page), ".tabs [aria-current]") == words(parsed(page), "h1") == "Protection"
    assert "Sécurité personnelle" not in page.text


def handler_gone(app: Flask, someone: Someone) -> None:
    """No coordinator any more, and an hour has passed."""
    with app.app_context(), transaction():
        db.session.execute(update(Enrolment).where(Enrolment.person_id == someone.id).values(left_at=clock.now()))
    with app.app_context(), transaction():
        announce(TimePassed(clock.now()))


def test_when_the_handler_is_gone_its_reporter_is_told_and_chooses(
    app: Flask, two: Two, maite: Reporter, handlers: Handlers
) -> None:
    report = maite.sends(handlers.first)
    post(sign_in(app, handlers.first), f"/reports/{report}/take")
    handler_gone(app, handlers.first)
    with app.app_context():
        outbox.drain()
    letters = [path.read_text() for path in app.config["SETTINGS"].mail_folder.glob("*.eml")]
    [letter] = [letter for letter in letters if "asks for your attention" in letter]
    assert f"/reports/{report}" in letter
    assert all(told not in letter for told in (WORDS, "Ibrahim", "Camille"))
    browser = sign_in(app, maite.me)
    assert "Nobody handles it for now" in browser.get("/reports/").text
    page = browser.get(f"/reports/{report}").text
    assert "Camille no longer handles reports, and nobody reads yours for now. Choose who does." in page
    assert "In hand" not in page
    choice = {"handler": handlers.second.id, "key": new_id()}
    for _press in range(2):
        assert post(browser, f"/reports/{report}/hand-over", **choice).location == f"/reports/{report}"
    assert "It waits for Yannick" in browser.get(f"/reports/{report}").text


def test_where_nobody_can_be_chosen_the_page_says_whom_to_write_to(
    app: Flask, maite: Reporter, handlers: Handlers
) -> None:
    report = maite.sends(handlers.first)
    with app.app_context(), transaction():
        db.session.execute(delete(RoleGiven))
    for someone in (handlers.first, handlers.second):
        handler_gone(app, someone)
    page = sign_in(app, maite.me).get(f"/reports/{report}").text
    assert "nobody else on the list can for now" in page
    assert "Nobody handles it for now" in page
    assert "Choose" not in page


def test_who_has_chosen_meanwhile_is_not_asked(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    report = maite.sends(handlers.first)
    handler_gone(app, handlers.first)
    maite.do(service.hand_over, report, handlers.second.id)
    with app.app_context():
        outbox.drain()
    letters = [path.read_text() for path in app.config["SETTINGS"].mail_folder.glob("*.eml")]
    assert ["asks for your attention" in letter for letter in letters] == [False]


def test_nothing_is_mailed_about_a_report_that_was_withdrawn(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    report = maite.sends(handlers.first)
    post(sign_in(app, maite.me), f"/reports/{report}/withdraw")
    with app.app_context():
        outbox.drain()
    assert list(app.config["SETTINGS"].mail_folder.glob("*.eml")) == []


def test_who_handles_it_is_told_when_nobody_waits_for_the_answer(
    app: Flask, maite: Reporter, handlers: Handlers
) -> None:
    report, camille = maite.sends(handlers.first), sign_in(app, handlers.first)
    with app.app_context(), transaction():
        delete_account(maite.me.id)
    page = camille.get(f"/reports/{report}")
    assert WORDS in page.text
    assert "reads it on the page of their report" not in page.text
    assert "Nobody is left to read it but you." in page.text
    assert "sees whom you hand it to" not in page.text
    closed = post(camille, f"/reports/{report}/close", answer="I spoke with him.")
    assert closed.location == f"/reports/{report}?done=closed"
    assert "The report is closed." in camille.get(closed.location).text


def test_their_pair_is_closed_after_a_page_that_says_so(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    report, camille = maite.sends(handlers.first), sign_in(app, handlers.first)
    address, closing = f"/reports/{report}", f"/reports/{report}/close-pair"
    offered = parsed(camille.get(address))
    assert closing in every(offered, "main a", "href")
    assert closing not in every(offered, "main form", "action")
    page = parsed(camille.get(closing))
    assert "It closes at once, and nobody can open it again." in words(page, "main .lead")
    assert every(page, "main form", "action") == [closing]
    assert post(camille, closing).location == f"{address}?done=pair-closed"
    assert camille.get(closing).location == address
    assert closing not in every(parsed(camille.get(address)), "main a", "href")


def test_whoever_is_gone_can_be_reported_and_not_blocked(app: Flask, two: Two, handlers: Handlers) -> None:
    with app.app_context(), transaction():
        delete_account(two.pair.second.id)
    pair, browser = f"/pairs/{two.pair.id}", sign_in(app, two.pair.first)
    offered = every(parsed(browser.get(f"{pair}/settings")), ".menu a", "href")
    assert offered == [f"{pair}/report", "/help#safe"]
    assert words(parsed(browser.get(f"{pair}/report")), "h1") == "Report someone who deleted their account"
    assert browser.get(f"{pair}/block").status_code == 404
    assert post(browser, f"{pair}/block").status_code == 404


def test_a_report_that_waits_is_not_said_to_be_in_hand(app: Flask, maite: Reporter, handlers: Handlers) -> None:
    report, browser = maite.sends(handlers.first), sign_in(app, maite.me)
    assert "It waits for Camille" in browser.get(f"/reports/{report}").text
    post(sign_in(app, handlers.first), f"/reports/{report}/take")
    told = browser.get(f"/reports/{report}").text
    assert "It waits for Camille" not in told
    assert "Camille handles it" in told


def test_what_is_said_instead_of_a_name_begins_a_sentence_with_a_capital(
    app: Flask, two: Two, maite: Reporter, handlers: Handlers
) -> None:
    report = maite.sends(handlers.first)
    with app.app_context(), transaction():
        delete_account(two.pair.second.id)
    told = sign_in(app, handlers.first).get(f"/reports/{report}").text
    assert "Maïté reports someone who deleted their account" in told
    assert "Someone who deleted their account does not know of it." in told
    french = sign_in(app, handlers.first).get(f"/reports/{report}?lang=fr").text
    assert "Une personne qui a supprimé son compte" in french
