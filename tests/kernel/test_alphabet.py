"""Words as an alphabet sees them."""

import pytest

from portal.kernel.alphabet import unaccented


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Maïté", "maite"),
        ("CŒUR", "coeur"),
        ("cœur", "coeur"),
        ("Curriculum vitæ", "curriculum vitae"),
        ("e\N{COMBINING ACUTE ACCENT}cole", "ecole"),
        ("ﬁn", "fin"),
        ("Straße", "strasse"),
    ],
)
def test_case_accents_and_ligatures_make_no_difference(written: str, seen: str) -> None:
    assert unaccented(written) == seen
