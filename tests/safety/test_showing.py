"""What can be reported, and attested: the partner's words that are open now, and nothing else."""

import pytest
from flask import Flask

from portal.curriculum.rules import StepKind, Strand
from portal.kernel.clock import now
from portal.kernel.database import db
from portal.pairs.models import AgreementSheet
from portal.pairs.service import begin_lesson
from portal.progress import service as progress
from portal.progress.models import StepDone
from portal.progress.service import Begun
from portal.safety import service
from portal.safety.rules import Attestation
from portal.safety.service.showing import SHOWABLE
from tests import builders
from tests.journal.acting import OTHER_TEXT, TEXT, Two, every, parsed
from tests.pairs.acting import Half
from tests.safety.acting import Reporter

pytestmark = pytest.mark.usefixtures("handlers")


def ibrahims_words(two: Two) -> dict[str, tuple[str, str]]:
    """One of each kind by him: its id and its words."""
    mine, theirs = two.both_open()
    heard = two.second.hear(mine, "I hear that you speak first.")
    two.first.confirm(mine, heard)
    asked = two.first.hear(theirs, "I hear that it was politeness.")
    sheet, text = agreed(two)
    two.second.clarify(theirs, asked, "Not politeness: fear.")
    return {
        "reflection": (theirs, OTHER_TEXT),
        "hearing": (heard, "I hear that you speak first."),
        "clarification": (asked, "Not politeness: fear."),
        "addition": (two.second.add(theirs, "And one thing more."), "And one thing more."),
        "reply": (two.second.reply(mine, "You always say so."), "You always say so."),
        "note": (notes(two, "Look at the third comment."), "Look at the third comment."),
        "sheet": (sheet, "Every two weeks."),
        "agreement": (text, "To speak first.\n\nEvery week, as I said."),
        "entry": (two.second.share_note("A note to the two of us."), "A note to the two of us."),
    }


def agreed(two: Two) -> tuple[str, str]:
    """His sheet of the agreement, and the one text that he proposes: her words stand in it too."""
    maite, ibrahim = (Half(two.app, two.pair.id, someone) for someone in (two.pair.first, two.pair.second))
    ibrahim.hand_over(rhythm="Every two weeks.")
    with two.app.app_context():
        sheet = db.session.query(AgreementSheet).one().id
    assert Reporter(two.app, two.pair, two.pair.first).finds("sheet", sheet) is None
    maite.hand_over(purpose="To speak first.")
    return sheet, ibrahim.propose(purpose_1="To speak first.", rhythm="Every week, as I said.")


def notes(two: Two, text: str, *, share: bool = True) -> str:
    """On a step, for his partner or for himself."""
    begun = Begun(two.pair.id, two.about.id, two.about.revision_id)
    with two.second.writing() as pair:
        progress.say_done(pair, begun, StepKind.TRY, "try-1", text, share=share)
    with two.app.app_context():
        return db.session.query(StepDone).filter_by(step_key="try-1", undone_at=None).one().id


def test_a_note_is_shown_only_as_long_as_it_is_shared(two: Two, maite: Reporter) -> None:
    begun = Begun(two.pair.id, two.about.id, two.about.revision_id)
    with two.first.writing() as pair:
        begin_lesson(pair, two.about.id, two.about.revision_id, Strand.CULTURE)
    for share in (False, True):
        note = notes(two, "Look at the third comment.", share=share)
        assert (maite.finds("note", note) is not None) is share
        with two.second.writing() as pair:
            progress.undo(pair, begun, "try-1")
        assert maite.finds("note", note) is None


def test_every_kind_of_text_can_be_shown_by_its_reader_alone(app: Flask, two: Two, maite: Reporter) -> None:
    found = ibrahims_words(two)
    assert set(found) == set(SHOWABLE)
    ibrahim, other = Reporter(app, two.pair, two.pair.second), builders.pair(app)
    stranger = Reporter(app, other, other.first)
    for kind, (text_id, words) in found.items():
        shown = maite.finds(kind, text_id)
        assert shown is not None
        assert (shown.kind, shown.text) == (kind, words)
        assert service.attestation_of(words, shown).attested_at is not None
        assert service.attestation_of(words + " Really.", shown) == Attestation()
        assert ibrahim.finds(kind, text_id) is None  # his own
        assert stranger.finds(kind, text_id) is None
        assert all(maite.finds(another, text_id) is None for another in SHOWABLE if found[another][0] != text_id)


def test_nothing_of_an_agreement_that_nobody_filled_in_can_be_shown(two: Two, maite: Reporter) -> None:
    maites, ibrahims = (Half(two.app, two.pair.id, someone) for someone in (two.pair.first, two.pair.second))
    for half in (maites, ibrahims):
        half.hand_over()
    text = ibrahims.propose()
    assert maite.finds("agreement", text) is None
    assert every(parsed(maites.browser().get(f"/pairs/{two.pair.id}/agreement")), "main .unsay a", "href") == []


def test_in_a_closed_pair_what_was_open_can_still_be_shown(two: Two, maite: Reporter) -> None:
    _, theirs = two.both_open()
    two.set_state(closed_at=now())
    assert maite.finds("reflection", theirs) is not None


def test_nothing_that_is_closed_to_her_can_be_shown(two: Two, maite: Reporter) -> None:
    draft = two.second.save(two.about, OTHER_TEXT)
    assert maite.finds("reflection", draft) is None
    two.second.seal(draft, OTHER_TEXT)
    assert maite.finds("reflection", draft) is None
    two.second.keep(draft)
    assert maite.finds("reflection", draft) is None


def test_nothing_that_was_withdrawn_can_be_shown(two: Two, maite: Reporter) -> None:
    found = ibrahims_words(two)
    for kind in ("hearing", "addition", "reply"):
        two.second.unsay(kind, found[kind][0])
        assert maite.finds(kind, found[kind][0]) is None
    two.second.withdraw(found["reflection"][0])
    for kind in ("reflection", "clarification"):
        assert maite.finds(kind, found[kind][0]) is None


def test_what_is_no_kind_is_nothing(two: Two, maite: Reporter) -> None:
    mine, _ = two.both_open()
    assert maite.finds("person", mine) is None
    assert maite.finds("reflection", "x" * 22) is None
    assert service.attestation_of(TEXT, None) == Attestation()


def test_a_note_is_shown_while_it_is_shared(two: Two, maite: Reporter) -> None:
    shared = two.second.share_note()
    added = two.second.add_to_note(shared)
    assert maite.finds("entry", shared) is not None
    assert maite.finds("entry", added) is not None
    for hidden in (two.second.note(), two.second.keep_note()):
        assert maite.finds("entry", hidden) is None
    two.second.erase_note(shared)
    assert maite.finds("entry", shared) is None
    assert maite.finds("entry", added) is None
