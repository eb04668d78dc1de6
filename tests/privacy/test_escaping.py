"""Whatever is typed, Markdown shows it as it was typed, and in its place."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.kernel.markup import render
from portal.privacy.rules.escaping import one_line, quoted

TYPED = st.text(alphabet=" \t\nab1#>*_-+=.)([]!`~<&|\\:/;\u00e9\u00a0", max_size=40)


def seen(markup: str) -> str:
    """What a reader sees of it, blanks told apart by nothing."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


@given(TYPED)
@example("a\n===")
@example("| a |\n|---|")
@example("    code")
@example("1. one\n2) two")
@example("[a]: /b")
@example("&copy; &#35;")
def test_a_quotation_shows_what_was_typed(text: str) -> None:
    shown = render(f"### Before\n\n{quoted(text)}\n\n### After")
    assert re.sub(r"\s", "", seen(shown)) == re.sub(r"\s", "", f"Before{text}After")
    inside = shown[shown.index("<blockquote>") : shown.index("</blockquote>")]
    assert set(re.findall(r"<(\w+)", inside)) <= {"blockquote", "p", "br"}
    assert shown.count("<blockquote>") == 1


@given(TYPED)
def test_a_line_stays_one(text: str) -> None:
    shown = render(f"#### {one_line(text)} end")
    assert seen(shown) == " ".join(f"{text} end".split())
    assert set(re.findall(r"<(\w+)", shown)) == {"h4"}


@pytest.mark.parametrize("text", ["one\r\ntwo", "one\rtwo", "one\ntwo"])
def test_lines_stay_apart(text: str) -> None:
    assert "<br" in render(quoted(text))
