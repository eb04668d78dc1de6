"""What leaves has a name, wherever a person reads it."""

from portal.accounts.rules import CONSENTS as ASKED
from portal.privacy.rules.labels import LABELS
from portal.privacy.rules.register import PERSONAL
from portal.privacy.rules.sentences import CONSENTS, PURPOSES, RETENTIONS
from portal.privacy.rules.taken import WROTE, Kind
from portal.privacy.rules.vocabulary import Purpose, Retention


def test_every_column_that_is_read_has_a_label_and_no_other() -> None:
    read = {name for table in PERSONAL if table.purpose is not Purpose.WRITING for name in table.taken}
    assert set(LABELS) == read


def test_every_word_of_the_register_has_its_sentence() -> None:
    assert set(PURPOSES) == set(Purpose)
    assert set(RETENTIONS) == set(Retention)
    assert set(WROTE) == {(kind, mine) for kind in Kind for mine in (True, False)}


def test_every_consent_that_is_asked_for_is_told_in_its_words() -> None:
    assert set(CONSENTS) == set(ASKED)
