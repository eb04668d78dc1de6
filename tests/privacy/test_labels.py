"""What leaves has a name, wherever a person reads it."""

from portal.accounts.rules import CONSENTS as ASKED
from portal.curriculum.rules import StepKind, step_name
from portal.journal.rules import EntryState, HearingState, ReflectionState
from portal.privacy.rules.labels import LABELS
from portal.privacy.rules.register import PERSONAL
from portal.privacy.rules.sentences import CONSENTS, PURPOSES, RETENTIONS
from portal.privacy.rules.taken import STATES, WROTE, Kind
from portal.privacy.rules.vocabulary import Purpose, Retention


def test_every_column_that_is_read_has_a_label_and_no_other() -> None:
    read = {name for table in PERSONAL if table.purpose is not Purpose.WRITING for name in table.taken}
    assert set(LABELS) == read


def test_every_word_of_the_register_has_its_sentence() -> None:
    assert set(PURPOSES) == set(Purpose)
    assert set(RETENTIONS) == set(Retention)
    assert set(WROTE) - {(Kind.EXCERPT, None)} == {(kind, mine) for kind in Kind for mine in (True, False)} - {
        (Kind.REPORT, False),
        (Kind.EXCERPT, True),
        (Kind.ANSWER, True),
        (Kind.REMARK, False),
    }


def test_every_state_of_what_leaves_is_told() -> None:
    assert {state for kind, state in STATES if kind is Kind.REFLECTION} == set(ReflectionState) - {"withdrawn"}
    assert {state for kind, state in STATES if kind is Kind.ENTRY} == set(EntryState) - {"withdrawn", "erased"}
    assert {state for kind, state in STATES if kind is Kind.HEARD} == set(HearingState) - {"withdrawn"}


def test_every_step_has_a_name() -> None:
    assert [step_name(f"{kind}-2") for kind in StepKind] == ["Read 2", "Try 2", "Check 2", "Talk 2", "Reflect 2"]
    assert step_name("try-1") == "Try"


def test_every_consent_that_is_asked_for_is_told_in_its_words() -> None:
    assert set(CONSENTS) == set(ASKED)
