"""Each fills in apart; the two are laid together; one text is signed by both, and its history kept."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from werkzeug.test import TestResponse

from portal.curriculum.rules import Strand
from portal.kernel import clock, secrecy
from portal.kernel.database import db, new_id
from portal.kernel.refusal import Refusal
from portal.kernel.transaction import transaction
from portal.pairs.models import Agreement, AgreementCopy, AgreementSheet, AgreementSignature
from portal.pairs.queries import agreement_summaries
from portal.pairs.rules.agreement import LONGEST_LINE, AgreementSummary
from portal.pairs.service import agreement, lifecycle, roles
from tests.builders import csrf, pair, person, post
from tests.pairs.acting import Half, counted, halves, sheet

SECRET = "to answer a comment without fear"
OTHER = "to write a plan that fits on one page"


@pytest.mark.both_databases
class TestSheets:
    def test_the_others_is_unseen_until_both_are_handed_over(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.hand_over(purpose=SECRET)
        assert (maite.read().theirs, ibrahim.read().theirs) == (None, None)
        assert ibrahim.read().handed_by_partner
        ibrahim.do(agreement.save_sheet, sheet(purpose=OTHER), 0, hand_over=False)
        assert maite.read().theirs is None
        assert not maite.read().handed_by_partner
        ibrahim.hand_over(purpose=OTHER)
        assert maite.read().theirs == sheet(purpose=OTHER)
        assert ibrahim.read().theirs == sheet(purpose=SECRET)

    def test_it_can_be_changed_until_the_other_hands_over(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.hand_over(purpose=SECRET)
        maite.do(agreement.save_sheet, sheet(purpose=OTHER), 1, hand_over=False)
        assert maite.read().handed_by_me
        ibrahim.hand_over()
        with pytest.raises(agreement.SheetsAreOpen):
            maite.do(agreement.save_sheet, sheet(purpose=SECRET), 2, hand_over=False)
        assert ibrahim.read().theirs == sheet(purpose=OTHER)

    def test_a_stale_one_is_refused(self, app: Flask) -> None:
        maite, _ = halves(app)
        maite.do(agreement.save_sheet, sheet(purpose=SECRET), 0, hand_over=False)
        with pytest.raises(agreement.SheetChanged):
            maite.do(agreement.save_sheet, sheet(purpose=OTHER), 0, hand_over=True)
        state = maite.read()
        assert (state.mine, state.version, state.handed_by_me) == (sheet(purpose=SECRET), 1, False)

    def test_the_same_form_twice_is_kept_once(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        for _ in range(2):
            maite.do(agreement.save_sheet, sheet(purpose=SECRET), 0, hand_over=True)
        assert maite.read().version == 1
        ibrahim.hand_over()
        maite.do(agreement.save_sheet, sheet(purpose=SECRET), 0, hand_over=True)
        assert maite.read().version == 1

    def test_a_pause_keeps_a_draft_and_hands_nothing_over(self, app: Flask) -> None:
        maite, _ = halves(app)
        maite.do(lifecycle.pause)
        maite.do(agreement.save_sheet, sheet(purpose=SECRET), 0, hand_over=False)
        with pytest.raises(Refusal):
            maite.do(agreement.save_sheet, sheet(purpose=SECRET), 1, hand_over=True)
        assert maite.read().mine == sheet(purpose=SECRET)

    def test_it_is_encrypted_under_its_authors_key(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        for one in (maite, ibrahim):
            one.hand_over(purpose=SECRET)
        maite.propose(purpose_1=SECRET)
        with app.app_context():
            for model in (AgreementSheet, AgreementCopy):
                for row in db.session.query(model):
                    assert SECRET.encode() not in row.text_cipher

    def test_each_of_the_two_has_a_copy_under_their_own_key(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        maite.propose(rhythm=SECRET)
        with app.app_context(), transaction():
            secrecy.destroy_keys(maite.me.id)
            db.session.query(AgreementSheet).filter_by(author_id=maite.me.id).one().text_cipher = None
            db.session.query(AgreementCopy).filter_by(person_id=maite.me.id).delete()
        newest = ibrahim.read().newest
        assert newest is not None
        assert (newest.text["rhythm"], newest.is_gone) == (SECRET, False)
        assert maite.read().texts[0].is_gone


def both_handed(app: Flask) -> tuple[Half, Half]:
    maite, ibrahim = halves(app)
    for one in (maite, ibrahim):
        one.hand_over(rhythm="weekly")
    return maite, ibrahim


@pytest.mark.both_databases
class TestTexts:
    def test_there_is_none_before_both_sheets_are_open(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        ibrahim.hand_over()
        with pytest.raises(Refusal):
            maite.propose(rhythm="weekly")
        assert maite.read().texts == ()

    def test_proposing_signs_and_the_second_signature_puts_it_in_force(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        text_id = maite.propose(rhythm="weekly")
        state = ibrahim.read()
        assert state.in_force is None
        assert state.proposed is not None
        assert set(state.proposed.signed_at) == {maite.me.id}
        later = clock.now()
        with clock.at(later):
            ibrahim.do(agreement.sign, text_id)
        state = maite.read()
        assert state.proposed is None
        assert state.in_force is not None
        assert state.in_force.text["rhythm"] == "weekly"
        assert state.in_force.in_force_since == later

    def test_a_change_needs_both_and_the_history_stays(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        ibrahim.do(agreement.sign, maite.propose(rhythm="weekly"))
        change = ibrahim.propose(rhythm="monthly")
        state = maite.read()
        assert state.in_force is not None
        assert state.in_force.text["rhythm"] == "weekly"
        assert state.proposed is not None
        assert state.proposed.id == change
        maite.do(agreement.sign, change)
        state = maite.read()
        assert state.in_force is not None
        assert state.in_force.text["rhythm"] == "monthly"
        assert [(one.number, one.text["rhythm"]) for one in state.texts] == [(2, "monthly"), (1, "weekly")]

    def test_only_the_newest_text_is_signed(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        first = maite.propose(rhythm="weekly")
        maite.propose(rhythm="monthly")
        for text_id in (first, new_id(), ""):
            with pytest.raises(Refusal):
                ibrahim.do(agreement.sign, text_id)
        assert ibrahim.read().in_force is None

    def test_nobody_signs_twice(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        text_id = maite.propose()
        for one in (maite, ibrahim, ibrahim):
            one.do(agreement.sign, text_id)
        with app.app_context():
            assert db.session.query(AgreementSignature).count() == 2

    def test_a_text_written_beside_a_newer_one_is_refused(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        maite.propose(rhythm="weekly")
        with pytest.raises(agreement.NewerText):
            ibrahim.propose(rhythm="monthly", after=0)
        assert [one.text["rhythm"] for one in maite.read().texts] == ["weekly"]

    def test_a_pause_proposes_and_signs_nothing(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        text_id = maite.propose()
        maite.do(lifecycle.pause)
        with pytest.raises(Refusal):
            ibrahim.do(agreement.sign, text_id)
        with pytest.raises(Refusal):
            ibrahim.propose()
        assert ibrahim.read().in_force is None

    def test_nothing_is_added_to_a_closed_pair(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        text_id = maite.propose()
        stale = ibrahim.seen()
        maite.do(lifecycle.begin_closing)
        for one in (maite, ibrahim):
            one.do(lifecycle.finish)
        with app.app_context(), pytest.raises(Refusal), transaction():
            agreement.sign(stale, text_id)

    def test_who_guides_is_signed_as_it_was(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        for one in (maite, ibrahim):
            one.do(roles.propose_guides, maite.me.id)
        maite.propose()
        for one in (maite, ibrahim):
            one.do(roles.propose_guides, ibrahim.me.id)
        newest = ibrahim.read().newest
        assert newest is not None
        assert newest.guides == {Strand.CULTURE: maite.me.id, Strand.STRATEGY: ibrahim.me.id}


@pytest.mark.both_databases
class TestSummaries:
    def test_they_tell_where_it_stands_for_each(self, app: Flask) -> None:
        maite, ibrahim = halves(app)

        def summary(half: Half) -> tuple[str, ...]:
            with app.app_context():
                found = agreement_summaries(half.me.id, [half.pair_id])[half.pair_id]
            return tuple(name for name in AgreementSummary.__slots__ if getattr(found, name))

        assert summary(maite) == ()
        maite.do(agreement.save_sheet, sheet(purpose=SECRET), 0, hand_over=False)
        assert summary(maite) == summary(ibrahim) == ()
        maite.hand_over(purpose=SECRET)
        assert summary(maite) == ("handed_by_me",)
        assert summary(ibrahim) == ("handed_by_partner",)
        ibrahim.hand_over()
        handed = ("handed_by_me", "handed_by_partner")
        assert summary(maite) == summary(ibrahim) == handed
        text_id = maite.propose()
        assert summary(maite) == ("proposed", "signed_by_me", *handed)
        assert summary(ibrahim) == ("proposed", *handed)
        ibrahim.do(agreement.sign, text_id)
        assert summary(maite) == summary(ibrahim) == ("in_force", "signed_by_me", *handed)
        ibrahim.propose()
        assert summary(maite) == ("in_force", "proposed", *handed)
        assert summary(ibrahim) == ("in_force", "proposed", "signed_by_me", *handed)

    def test_several_pairs_in_one_statement_that_opens_nothing(self, app: Flask) -> None:
        maite, _ = both_handed(app)
        maite.propose()
        others = [pair(app, maite.me, person(app, "Noor")).id, pair(app).id]
        with app.app_context(), counted(app) as sent:
            found = agreement_summaries(maite.me.id, [maite.pair_id, *others])
        assert len(sent) == 1
        assert "cipher" not in sent[0]
        assert found[maite.pair_id].proposed
        assert not any(found[other].proposed for other in others)


def address(half: Half, part: str = "") -> str:
    return f"/pairs/{half.pair_id}/agreement{part}"


def hidden(page: TestResponse, name: str) -> str:
    found = JustHTML(page.text, sanitize=False).query(f'main input[name="{name}"]')
    return str(found[0].attrs["value"])


def field(page: TestResponse, name: str) -> str:
    (found,) = JustHTML(page.text, sanitize=False).query(f'main textarea[name="{name}"]')
    return str(found.to_text()).strip()


def send_sheet(browser: FlaskClient, half: Half, act: str, *, seen: TestResponse | None = None, **lines: str):  # type: ignore[no-untyped-def]
    """Press a button of the sheet, as it was when `seen` was shown (now unless said otherwise)."""
    seen = seen or browser.get(address(half))
    fields = {"csrf_token": hidden(seen, "csrf_token"), "version": hidden(seen, "version"), "act": act}
    return browser.post(address(half), data=fields | lines)


def send_text(browser: FlaskClient, half: Half, *, seen: TestResponse | None = None, **lines: str):  # type: ignore[no-untyped-def]
    seen = seen or browser.get(address(half, "/text"))
    fields = {name: hidden(seen, name) for name in ("csrf_token", "key", "after")}
    return browser.post(address(half, "/text"), data=fields | lines)


class TestPages:
    def test_from_two_sheets_to_a_signed_text(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        mine, theirs = maite.browser(), ibrahim.browser()
        handed = send_sheet(mine, maite, "hand", purpose=SECRET, speech="tu")
        assert handed.headers["Location"] == address(maite, "?done=handed")
        assert SECRET not in theirs.get(address(maite)).text
        handed = send_sheet(theirs, ibrahim, "hand", purpose=OTHER, speech="tu")
        assert handed.headers["Location"] == address(maite, "?done=open")
        for browser in (mine, theirs):
            shown = browser.get(address(maite)).text
            assert SECRET in shown
            assert OTHER in shown
        form = mine.get(address(maite, "/text"))
        assert (field(form, "purpose_1"), field(form, "purpose_2")) == (SECRET, OTHER)
        assert field(form, "speech") == "tu"
        proposed = send_text(mine, maite, seen=form, purpose_1=SECRET, purpose_2=OTHER, rhythm="weekly")
        assert proposed.headers["Location"] == address(maite, "?done=proposed")
        assert "Sign this text" not in mine.get(address(maite)).text
        shown = theirs.get(address(maite))
        assert "Sign this text" in shown.text
        signed = post(theirs, address(maite, "/sign"), agreement=hidden(shown, "agreement"))
        assert signed.headers["Location"] == address(maite, "?done=signed")
        assert "In force since" in mine.get(address(maite)).text
        assert "weekly" in mine.get(address(maite)).text

    def test_a_sheet_in_two_tabs_shows_both(self, app: Flask) -> None:
        maite, _ = halves(app)
        browser = maite.browser()
        tab = browser.get(address(maite))
        send_sheet(browser, maite, "save", purpose=SECRET)
        refused = send_sheet(browser, maite, "save", seen=tab, purpose=OTHER)
        assert refused.status_code == 409
        assert SECRET in refused.text
        assert field(refused, "purpose") == OTHER
        kept = send_sheet(browser, maite, "save", seen=refused, purpose=OTHER)
        assert kept.status_code == 303
        assert maite.read().mine["purpose"] == OTHER

    def test_an_invalid_sheet_stays_as_old_as_it_was(self, app: Flask) -> None:
        maite, _ = halves(app)
        browser = maite.browser()
        tab = browser.get(address(maite))
        send_sheet(browser, maite, "save", purpose=SECRET)
        long = "x" * (LONGEST_LINE + 1)
        refused = send_sheet(browser, maite, "save", seen=tab, purpose=OTHER, rhythm=long)
        assert refused.status_code == 422
        assert field(refused, "rhythm") == long
        again = send_sheet(browser, maite, "save", seen=refused, purpose=OTHER)
        assert again.status_code == 409
        assert SECRET in again.text

    def test_line_ends_count_once(self, app: Flask) -> None:
        maite, _ = halves(app)
        lines = "\r\n".join(["x" * 9] * (LONGEST_LINE // 10)) + "\r\n"
        assert send_sheet(maite.browser(), maite, "save", rhythm=lines).status_code == 303
        assert maite.read().mine["rhythm"] == lines.strip().replace("\r\n", "\n")

    def test_what_is_written_after_both_are_open_is_shown_and_not_kept(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        browser = maite.browser()
        maite.hand_over(purpose=SECRET)
        tab = browser.get(address(maite))
        ibrahim.hand_over()
        refused = send_sheet(browser, maite, "save", seen=tab, purpose=OTHER)
        assert refused.status_code == 409
        assert OTHER in refused.text
        assert SECRET in refused.text
        assert maite.read().mine["purpose"] == SECRET

    def test_a_text_proposed_meanwhile_is_shown_beside_ones_own(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        browser = maite.browser()
        tab = browser.get(address(maite, "/text"))
        ibrahim.propose(rhythm="monthly")
        refused = send_text(browser, maite, seen=tab, rhythm="fortnightly")
        assert refused.status_code == 409
        assert "monthly" in refused.text
        assert field(refused, "rhythm") == "fortnightly"
        assert send_text(browser, maite, seen=refused, rhythm="fortnightly").status_code == 303
        assert [one.text["rhythm"] for one in maite.read().texts] == ["fortnightly", "monthly"]

    def test_an_invalid_text_keeps_its_words(self, app: Flask) -> None:
        maite, _ = both_handed(app)
        refused = send_text(maite.browser(), maite, rhythm="x" * 1002, ending="in June")
        assert refused.status_code == 422
        assert field(refused, "ending") == "in June"
        assert maite.read().texts == ()

    def test_signing_what_was_replaced_shows_the_newer_text(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        older = maite.propose(rhythm="weekly")
        maite.propose(rhythm="monthly")
        refused = post(ibrahim.browser(), address(maite, "/sign"), agreement=older)
        assert refused.status_code == 409
        assert "Read it before you sign" in refused.text
        assert "monthly" in refused.text
        assert ibrahim.read().in_force is None

    def test_a_pause_that_came_meanwhile_keeps_the_words(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        browser = maite.browser()
        tab = browser.get(address(maite, "/text"))
        ibrahim.do(lifecycle.pause)
        refused = send_text(browser, maite, seen=tab, rhythm="fortnightly")
        assert refused.status_code == 409
        assert "The pair is on pause." in refused.text
        assert field(refused, "rhythm") == "fortnightly"

    def test_the_one_text_waits_for_both_sheets(self, app: Flask) -> None:
        maite, _ = halves(app)
        assert maite.browser().get(address(maite, "/text")).headers["Location"] == address(maite)

    def test_it_can_be_read_in_a_closed_pair_and_not_changed(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        ibrahim.do(agreement.sign, maite.propose(rhythm="weekly"))
        maite.do(lifecycle.begin_closing)
        for one in (maite, ibrahim):
            one.do(lifecycle.finish)
        browser = maite.browser()
        page = browser.get(address(maite)).text
        assert "weekly" in page
        assert address(maite, "/text") not in page
        assert browser.get(address(maite, "/text")).status_code == 303

    def test_a_pair_that_closed_without_one_says_so(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        maite.do(lifecycle.begin_closing)
        for one in (maite, ibrahim):
            one.do(lifecycle.finish)
        assert "No agreement was made" in maite.browser().get(address(maite)).text

    def test_each_reads_the_clauses_in_their_language_and_the_words_as_written(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        for one in (maite, ibrahim):
            one.hand_over(rhythm="aux deux semaines")
        ibrahim.do(agreement.sign, maite.propose(rhythm="aux deux semaines"))
        browser = maite.browser()
        english, french = (browser.get(address(maite, f"?lang={language}")).text for language in ("en", "fr"))
        assert "What is said here stays here" in english
        assert "What is said here stays here" not in french
        assert "aux deux semaines" in english
        assert "aux deux semaines" in french

    def test_what_was_signed_under_earlier_sentences_reads_as_it_was_signed(self, app: Flask) -> None:
        maite, ibrahim = both_handed(app)
        signed = maite.propose(rhythm="Weekly.")
        ibrahim.do(agreement.sign, signed)
        with app.app_context(), transaction():
            db.session.get_one(Agreement, signed).template_version = 1
        maite.propose(rhythm="Monthly.", known="Nothing else.")
        page = JustHTML(maite.browser().get(address(maite)).text, sanitize=False)
        shown = {
            section: page.query(f"[aria-labelledby={section}] .clauses")[0] for section in ("proposed", "in-force")
        }
        for words, section in (("We have checked it", "proposed"), ("with the closing ritual", "proposed")):
            assert words in shown[section].to_text()
            assert words not in shown["in-force"].to_text()
        assert "Neither of us reports to the other, and" in shown["in-force"].to_text()
        assert "Nothing else." in shown["proposed"].to_text()

    def test_clause_seven_says_what_the_coordination_sees(self, app: Flask) -> None:
        maite, _ = halves(app)
        page = maite.browser().get(address(maite)).text
        for fact in ("our pair exists and its state", "weeks in which both of us", "lessons we have finished together"):
            assert fact in page

    def test_words_are_shown_and_never_run(self, app: Flask) -> None:
        maite, ibrahim = halves(app)
        for one in (maite, ibrahim):
            one.hand_over(rhythm="<script>alert(1)</script>")
        assert "<script>alert(1)" not in maite.browser().get(address(maite)).text
        assert "&lt;script&gt;" in maite.browser().get(address(maite)).text

    def test_a_form_without_its_token_is_refused(self, app: Flask) -> None:
        maite, _ = halves(app)
        assert maite.browser().post(address(maite), data={"act": "save", "purpose": SECRET}).status_code == 400
        assert csrf(maite.browser(), address(maite))
        assert maite.read().version == 0
