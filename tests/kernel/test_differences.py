"""Two texts side by side: nothing of either is lost, and what only one of them has is marked."""

from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.differences import MOST_WORDS, runs
from portal.kernel.markup import compared


def test_what_only_one_has_is_marked() -> None:
    assert runs("I wait, and listen.", "I listen.") == [("I ", False), ("wait, and ", True), ("listen.", False)]
    assert runs("I listen.", "I wait, and listen.") == [("I listen.", False)]
    assert runs("", "Something.") == []
    assert runs("Something.", "") == [("Something.", True)]


@given(st.text(), st.text())
def test_the_pieces_are_the_text(text: str, other: str) -> None:
    assert "".join(piece for piece, _only_here in runs(text, other)) == text


def test_nothing_of_it_is_markup() -> None:
    assert compared("<b>one</b> two", "two") == "<ins>&lt;b&gt;one&lt;/b&gt; </ins>two"


def test_long_differences_are_not_looked_into() -> None:
    """Word by word, two texts made for it would keep the portal busy for an hour."""
    one, other = (" ".join(f"{word % step}" for word in range(MOST_WORDS + 1)) for step in (120, 119))
    assert runs(f"Before. {one} After.", f"Before. x {other} y After.") == [
        ("Before. ", False),
        (f"{one} ", True),
        ("After.", False),
    ]
