"""A text is read in a time that grows as it does, whatever is in it: an author could else hold up everybody."""

import pytest

from portal.curriculum.rules import parse
from portal.curriculum.rules.inline import Reference, references_in, without_code
from portal.curriculum.rules.style.mending import mended
from portal.curriculum.rules.style.sentences import sentences_in
from portal.studio.rules.placing import uses_of
from tests.growth import MOST_GROWTH, growth

HEAD = "---\ntitle: T\nminutes: 8\nobjective: O\n---\n\n## Read: R\n\n"
OPTION = f"{HEAD}## Check\n\n**Q?**\n\n- [ ] a\n"


def runs(size: int) -> str:
    """Runs of backticks of all lengths, none of which closes another."""
    longest = int((2 * size) ** 0.5)
    return "x" + " ".join("`" * length for length in range(1, longest))


UNITS = ["![", "[](", "[x](", "](", "![a](", "<https:", "-", '[a](b "', "![[", "«", "“", "*", '"']


@pytest.mark.parametrize("unit", UNITS)
def test_marks_that_nothing_closes(unit: str) -> None:
    def hostile(size: int) -> str:
        return HEAD + "x" + unit * (size // len(unit)) + "x\n"

    assert growth(lambda text: parse(text, "en"), hostile) < MOST_GROWTH
    assert growth(lambda text: mended(text, "fr"), hostile) < MOST_GROWTH
    assert growth(lambda text: uses_of("media/x.png", text), hostile) < MOST_GROWTH


def test_runs_of_backticks() -> None:
    assert growth(lambda text: parse(text, "en"), lambda size: HEAD + runs(size) + "\n") < MOST_GROWTH


@pytest.mark.parametrize("end", ["", "x", '"'])
def test_blanks(end: str) -> None:
    for begun in (HEAD + "x", HEAD + '"', OPTION, OPTION + "  > x\n"):
        assert growth(lambda text: parse(text, "en"), lambda size, b=begun: b + " " * size + end + "\n") < MOST_GROWTH
        assert growth(lambda text: mended(text, "fr"), lambda size, b=begun: b + " " * size + end + "\n") < MOST_GROWTH


def test_blanks_after_a_sentence() -> None:
    assert growth(sentences_in, lambda size: "x." + "\u00a0" * size) < MOST_GROWTH


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a `b` c", "a  c"),
        ("``a ` b`` c", " c"),
        ("``a`", "``a`"),
        ("`a``b` ``c", " ``c"),
        ("a ``` b `c` d", "a ``` b  d"),
    ],
)
def test_code_goes_from_a_run_to_the_next_one_as_long(text: str, left: str) -> None:
    assert without_code(text) == left


def test_a_picture_within_a_link_and_the_link() -> None:
    assert list(references_in("x] [![ a](media/a.png)](https://b.example) ![ ]( media/c.png) [d]")) == [
        Reference(True, True, "media/a.png"),
        Reference(False, True, "https://b.example"),
        Reference(True, False, "media/c.png"),
    ]
