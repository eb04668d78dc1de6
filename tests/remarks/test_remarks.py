"""A remark from the page where it is written to its answer."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from portal.accounts.models import Person, RoleGiven
from portal.curriculum.models import Revision
from portal.kernel import clock, ledger
from portal.kernel.clock import now
from portal.kernel.database import db, new_id
from portal.kernel.transaction import transaction
from portal.remarks.models import Remark
from portal.remarks.service.writing import PER_PERSON
from tests.accounts.people import body_of, link_in, mails
from tests.builders import lies_in, person, post, sign_in
from tests.curriculum.lessons import edit
from tests.learning.conftest import take_in
from tests.notices import telling
from tests.remarks.acting import ANSWER, LESSON, MODULE, ON_MODULE, REMARK, leave, page_of, remark_of
from tests.remarks.conftest import Remarking
from tests.studio.conftest import Writers
from tests.studio.publishing import finish, send


def test_each_lesson_page_leads_to_it(remarking: Remarking) -> None:
    for where in (f"/lessons/{MODULE}/{LESSON}", f"/pairs/{remarking.two.id}/lessons/{MODULE}/{LESSON}"):
        assert f'href="{where}/remark"' in remarking.reader.get(where).text
        assert f'href="{where}"' in remarking.reader.get(f"{where}/remark").text


def test_a_visitor_reads_without_being_asked(remarking: Remarking) -> None:
    assert "/remark" not in remarking.app.test_client().get(f"/lessons/{MODULE}/{LESSON}").text


def test_it_is_read_with_its_step_revision_language_and_name(remarking: Remarking) -> None:
    leave(remarking.reader)
    page = remarking.answering.get(page_of(remarking.app, remarking.two.first.id)).text
    for told in (REMARK, "Maïté", "Two ways", "<dd>1</dd>", "French"):
        assert told in page
    assert REMARK in remarking.answering.get(ON_MODULE).text


def test_without_the_name_no_page_of_the_studio_tells_it(remarking: Remarking) -> None:
    leave(remarking.reader, signed="unnamed")
    for address in (ON_MODULE, page_of(remarking.app, remarking.two.first.id)):
        page = remarking.answering.get(address).text
        assert REMARK in page
        assert "Maïté" not in page
        assert remarking.two.first.id not in page


def test_it_is_about_the_revision_that_the_pair_reads(remarking: Remarking, tmp_path: Path) -> None:
    where = f"/pairs/{remarking.two.id}/lessons/{MODULE}/{LESSON}"
    post(remarking.reader, f"{where}/steps/read-1/done")
    edit(tmp_path / "lessons" / MODULE / "01-premiere" / "en.md", "Plain words.", "Plain, short words.")
    take_in(remarking.app, tmp_path / "lessons")
    other = person(remarking.app)
    assert leave(remarking.reader, where).status_code == 303
    assert leave(sign_in(remarking.app, other)).status_code == 303
    with remarking.app.app_context():
        read = select(Remark.writer_id, Revision.number).join(Revision, Revision.id == Remark.revision_id)
        assert dict(db.session.execute(read).all()) == {remarking.two.first.id: 1, other.id: 2}


def test_it_does_not_tell_of_which_pair_it_comes(remarking: Remarking) -> None:
    where = f"/pairs/{remarking.two.id}/lessons/{MODULE}/{LESSON}"
    assert leave(remarking.reader, where).status_code == 303
    row = remark_of(remarking.app, remarking.two.first.id)
    with remarking.app.app_context():
        assert remarking.two.id not in {str(value) for value in vars(db.session.get_one(Remark, row.id)).values()}


def test_sent_twice_it_is_there_once(remarking: Remarking) -> None:
    key = new_id()
    for _time in range(2):
        assert leave(remarking.reader, key=key).status_code == 303
    assert remark_of(remarking.app, remarking.two.first.id)


@pytest.mark.parametrize("fields", [{"words": " "}, {"words": "x" * 2001}, {"step": "read-9"}, {"signed": "no"}])
def test_what_is_refused_comes_back_with_its_words(remarking: Remarking, fields: dict[str, str]) -> None:
    answer = leave(remarking.reader, **fields)
    assert answer.status_code == 422
    assert fields.get("words", REMARK).strip() in answer.text
    with remarking.app.app_context():
        assert db.session.query(Remark).count() == 0


def test_many_in_a_day_wait_for_tomorrow(remarking: Remarking) -> None:
    for _time in range(PER_PERSON.tries):
        assert leave(remarking.reader).status_code == 303
    answer = leave(remarking.reader)
    assert answer.status_code == 429
    assert REMARK in answer.text


def test_words_and_answer_lie_closed(remarking: Remarking) -> None:
    leave(remarking.reader)
    post(remarking.answering, f"{page_of(remarking.app, remarking.two.first.id)}/answer", answer=ANSWER)
    assert lies_in(remarking.app, REMARK, ANSWER) == set()


def test_the_reader_finds_the_answer_and_is_told_by_mail(remarking: Remarking) -> None:
    leave(remarking.reader)
    where = page_of(remarking.app, remarking.two.first.id)
    assert post(remarking.answering, f"{where}/answer", answer=ANSWER).status_code == 303
    page = remarking.reader.get("/account/remarks").text
    assert REMARK in page
    assert ANSWER in page
    with clock.at((now() + timedelta(days=2)).replace(hour=17)):
        (letter,) = mails(remarking.app)
    assert letter["To"] == remarking.two.first.email
    assert link_in(letter) == "/account/remarks"
    assert "canary" not in letter.as_string()
    assert "1)" in remarking.reader.get("/notices/").text
    post(remarking.reader, f"/account/remarks/{remark_of(remarking.app, remarking.two.first.id).id}/withdraw")
    assert telling.told(remarking.app, remarking.two.first) == []


def test_an_answer_is_not_overwritten_by_another(remarking: Remarking) -> None:
    leave(remarking.reader)
    where = page_of(remarking.app, remarking.two.first.id)
    for _time in range(2):
        assert post(remarking.answering, f"{where}/answer", answer=ANSWER).status_code == 303
    refused = post(remarking.answering, f"{where}/answer", answer="canary: something else")
    assert refused.status_code == 409
    assert ANSWER in refused.text
    assert "canary: something else" in refused.text


def test_an_empty_answer_is_none(remarking: Remarking) -> None:
    leave(remarking.reader)
    answer = post(remarking.answering, f"{page_of(remarking.app, remarking.two.first.id)}/answer", answer=" ")
    assert answer.status_code == 422
    assert remark_of(remarking.app, remarking.two.first.id).answered_at is None


def test_it_is_settled_and_taken_up_again(remarking: Remarking) -> None:
    leave(remarking.reader)
    where = page_of(remarking.app, remarking.two.first.id)
    post(remarking.answering, f"{where}/settle")
    assert "Réglée" in remarking.reader.get("/account/remarks").text
    post(remarking.answering, f"{where}/reopen")
    assert "Réglée" not in remarking.reader.get("/account/remarks").text


def test_what_is_withdrawn_is_erased_with_its_answer(remarking: Remarking) -> None:
    leave(remarking.reader)
    row, where = remark_of(remarking.app, remarking.two.first.id), page_of(remarking.app, remarking.two.first.id)
    post(remarking.answering, f"{where}/answer", answer=ANSWER)
    for _time in range(2):
        assert post(remarking.reader, f"/account/remarks/{row.id}/withdraw").status_code == 303
    gone = remark_of(remarking.app, remarking.two.first.id)
    assert (gone.text_cipher, gone.answer_cipher) == (None, None)
    with remarking.app.app_context():
        kept = [(line.kind, line.ids) for line in ledger.read(ledger.ledger_path())]
    assert kept == [("text", (row.id,)), ("answer", (row.id,))]
    assert "canary" not in remarking.answering.get(ON_MODULE).text
    refused = post(remarking.answering, f"{where}/answer", answer="canary: too late")
    assert refused.status_code == 409
    assert "canary: too late" in refused.text


def test_a_restore_erases_it_again(remarking: Remarking) -> None:
    leave(remarking.reader)
    row = remark_of(remarking.app, remarking.two.first.id)
    post(remarking.reader, f"/account/remarks/{row.id}/withdraw")
    with remarking.app.app_context():
        lines = ledger.read(ledger.ledger_path())
        with transaction():
            db.session.execute(update(Remark).values(text_cipher=b"x", answer_cipher=b"x", withdrawn_at=None))
        with transaction():
            ledger.replay(lines)
    again = remark_of(remarking.app, remarking.two.first.id)
    assert (again.text_cipher, again.answer_cipher) == (None, None)
    assert again.withdrawn_at is not None


def test_who_loses_the_role_reads_no_more(remarking: Remarking) -> None:
    leave(remarking.reader)
    where = page_of(remarking.app, remarking.two.first.id)
    assert remarking.answering.get(where).status_code == 200
    with remarking.app.app_context(), transaction():
        db.session.query(RoleGiven).delete()
    assert remarking.answering.get(where).status_code == 404


def test_a_remark_on_another_module_is_not_there(remarking: Remarking) -> None:
    leave(remarking.reader)
    row = remark_of(remarking.app, remarking.two.first.id)
    assert remarking.answering.get(f"/studio/modules/autre/remarks/{row.id}").status_code == 404
    assert sign_in(remarking.app, remarking.two.second).get(ON_MODULE).status_code == 404


def test_of_the_studio_its_authors_answer_and_no_other_instructor(writers: Writers) -> None:
    finish(writers.app, writers.slug, writers.anais.id)
    send(writers.browser(writers.anais), writers.address)
    leave(sign_in(writers.app, person(writers.app)), f"/lessons/{writers.slug}/premiere")
    assert REMARK in writers.browser(writers.thu).get(f"{writers.address}/remarks").text
    assert writers.browser(writers.noor).get(f"{writers.address}/remarks").status_code == 404


class TestAuthors:
    """What they hear of by mail."""

    @pytest.fixture
    def lesson(self, remarking: Remarking, writers: Writers) -> str:
        """Of a module that Anaïs and Thu write, he in French."""
        finish(writers.app, writers.slug, writers.anais.id)
        assert send(writers.browser(writers.anais), writers.address).status_code == 303
        with writers.app.app_context(), transaction():
            db.session.get_one(Person, writers.thu.id).language = "fr"
        return f"/lessons/{writers.slug}/premiere"

    def told(self, writers: Writers, *, hours: int = 0) -> list[str]:
        """Who was told so far, once so many hours have passed."""
        with clock.at(clock.now() + timedelta(hours=hours)):
            return sorted(str(letter["To"]) for letter in mails(writers.app))

    def test_they_are_told_at_most_once_a_day(self, remarking: Remarking, writers: Writers, lesson: str) -> None:
        both = sorted((writers.anais.email, writers.thu.email))
        leave(remarking.reader, lesson)
        assert self.told(writers) == both
        for _remark in range(2):
            leave(remarking.reader, lesson)
        assert self.told(writers, hours=23) == both
        assert self.told(writers, hours=25) == sorted(both * 2)
        assert self.told(writers, hours=60) == sorted(both * 2)

    def test_each_in_their_language_with_no_word_of_a_reader(
        self, remarking: Remarking, writers: Writers, lesson: str
    ) -> None:
        for _remark in range(2):
            leave(remarking.reader, lesson)
        letters = {letter["To"]: letter for letter in mails(writers.app)}
        english, french = (body_of(letters[who.email]) for who in (writers.anais, writers.thu))
        assert "2 remarks wait" in english
        assert "2 remarques attendent" in french
        assert letters[writers.thu.email]["Subject"] != letters[writers.anais.email]["Subject"]
        for said in (english, french):
            assert f"/studio/modules/{writers.slug}/remarks" in said
            assert REMARK not in said
            assert "Maïté" not in said

    def test_what_is_settled_by_then_is_not_told(self, remarking: Remarking, writers: Writers, lesson: str) -> None:
        leave(remarking.reader, lesson)
        row = remark_of(remarking.app, remarking.two.first.id)
        post(writers.browser(writers.anais), f"{writers.address}/remarks/{row.id}/settle")
        assert self.told(writers) == []

    def test_nobody_is_told_of_their_own(self, remarking: Remarking, writers: Writers, lesson: str) -> None:
        leave(writers.browser(writers.anais), lesson)
        assert self.told(writers) == [writers.thu.email]
