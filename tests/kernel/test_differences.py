"""Two texts side by side: nothing of either is lost, and what only one of them has is marked."""

from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.differences import runs
from portal.kernel.markup import compared


def test_what_only_one_has_is_marked() -> None:
    assert runs("I wait, and listen.", "I listen.") == [("I ", False), ("wait, and ", True), ("listen.", False)]
    assert runs("I listen.", "I wait, and listen.") == [("I ", False), ("listen.", False)]
    assert runs("", "Something.") == []
    assert runs("Something.", "") == [("Something.", True)]


@given(st.text(), st.text())
def test_the_pieces_are_the_text(text: str, other: str) -> None:
    assert "".join(piece for piece, _only_here in runs(text, other)) == text


def test_nothing_of_it_is_markup() -> None:
    assert compared("<b>one</b> two", "two") == "<ins>&lt;b&gt;one&lt;/b&gt; </ins>two"
