"""The two languages of a lesson have the same steps, questions and right answers."""

import pytest

from portal.curriculum.rules import differences, parse
from tests.curriculum.lessons import ENGLISH, FRENCH


def found(english: str) -> list[tuple[int, str]]:
    one, other = parse(FRENCH, "fr"), parse(english, "en")
    assert one.lesson is not None
    assert other.lesson is not None
    return [(p.line, str(p.sentence)) for p in differences(one.lesson, other.lesson, other.lines)]


def test_the_same_lesson_has_no_difference() -> None:
    assert found(ENGLISH) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "part"),
    [
        ("minutes: 8", "minutes: 9", "minutes: 9", "“minutes” is not the same"),
        (
            "## Try: One thread, four eyes\nFollow one thread on a real network.\n",
            "",
            "## Check",
            "“Read, Check, Talk, Reflect” here",
        ),
        ("## Try: One", "## Read: One", "## Read: One", "“Read, Read 2, Check"),
        ("- [x] Answer.", "- [ ] Answer.", "**And then", "Question 2 of “Check”"),
        ("- [ ] Wait.", "- [ ] Run.\n  > No.\n- [ ] Wait.", "**And then", "Question 2 of “Check”"),
        ("**And then?**\n\n- [x] Answer.", "- [ ] Answer.", "## Check", "as many questions"),
    ],
)
def test_a_difference_is_told_where_it_stands(old: str, new: str, at: str, part: str) -> None:
    assert old in ENGLISH
    english = ENGLISH.replace(old, new)
    line = next(n for n, text in enumerate(english.split("\n"), start=1) if text.startswith(at))
    differences = found(english)
    assert len(differences) == 1
    assert differences[0][0] == line
    assert part in differences[0][1]
