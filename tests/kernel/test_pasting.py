"""What is pasted becomes clean Markdown: structure stays, looks go, and nothing comes from elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.curriculum.rules import taken_as_heading
from portal.curriculum.rules.checking import check_text
from portal.curriculum.rules.lines import read_lines
from portal.kernel import markup
from portal.kernel.pasting import as_markdown, converting
from portal.kernel.refusal import Refusal
from tests.growth import MOST_GROWTH, growth
from tests.kernel import hostile, pasted

PIECES = [*hostile.SCRIPTS, pasted.WORD[:900], "<b>", "<ul><li>", "</p>", "a *b* <i>", "|", "<td>", "<br>", "•", " "]


def told(html: str, language: str = "fr") -> str:
    return as_markdown(html, lambda words: taken_as_heading(words, language))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (pasted.WORD, pasted.WORD_TOLD),
        (pasted.SHARED, pasted.SHARED_TOLD),
        (pasted.WEB, pasted.WEB_TOLD),
        ("<p>• un</p><p>• deux</p>", "- un\n- deux"),
        (
            "<p><b>Av</b><b>ant </b>que<b> </b><strong>Note&nbsp;</strong>: x</p>",
            "**Avant** que **Note**\N{NO-BREAK SPACE}: x",
        ),
        ("<h2>Lire <b>tout</b></h2><h4>Essayer : Un fil</h4>", "**Lire tout**\n\n## Essayer : Un fil"),
        ("<p>- - -</p><p>===</p><p>+ 5</p>", "\\- - -\n\n\\===\n\n\\+ 5"),
        ("<p>1. Avril</p><p>2) Mai<br>3. x</p>", "1\\. Avril\n\n2\\) Mai\\\n3\\. x"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
        ("", ""),
        ("just words", "just words"),
    ],
)
def test_it_is_clean_markdown(html: str, markdown: str) -> None:
    assert told(html) == markdown


@pytest.mark.parametrize("html", [pasted.WORD, pasted.SHARED, pasted.WEB, *hostile.ALL])
def test_it_holds_nothing_that_a_lesson_may_not(html: str) -> None:
    lines = read_lines(told(html), [])
    assert [str(problem.sentence) for problem in check_text([line for line in lines if line.text[:1] != "#"])] == []


@given(
    st.lists(
        st.sampled_from([*hostile.SCRIPTS, pasted.WORD[:900], "<b>", "<ul><li>", "</p>", "a *b* <i>", "|"]), max_size=5
    ).map("".join)
)
def test_whatever_comes_is_told(html: str) -> None:
    shown = markup.render(told(html))
    assert "<script" not in shown
    assert "<img" not in shown


def test_what_is_read_back_says_the_same() -> None:
    shown = markup.render(told("<p>5 * 3 * 2, <b>gras</b>, a_b_c, `x`, &lt;b&gt;, &amp;amp;</p>"))
    assert shown == "<p>5 * 3 * 2, <strong>gras</strong>, a_b_c, `x`, &lt;b&gt;, &amp;amp;</p>"


REOPENED = "<p>" + "".join(f"<b id=a{number}>" for number in range(400)) + "</p>" + "<p>x" * 400
"""Every paragraph opens them all again."""


@pytest.mark.parametrize("html", ["<div>" * 80 + "x", "<p>" + "mot " * 150_000 + "</p>", "<b>a</b>" * 2000, REOPENED])
def test_what_is_too_much_is_refused(html: str) -> None:
    with pytest.raises(Refusal) as refused:
        told(html)
    assert refused.value.status == 422


@pytest.mark.parametrize("html", ["<p>" + "mot " * 150_000 + "</p>", "<b>a</b>" * 2000, REOPENED])
def test_what_is_too_much_is_not_even_read(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "BeautifulSoup", None)
    with pytest.raises(Refusal):
        told(html)


def test_the_head_of_a_word_processor_is_no_part_of_it() -> None:
    head = f"<html><head><!--[if gte mso 9]><xml>{'<w:LsdException/>' * 4000}</xml><![endif]--></head>"
    assert told(f"{head}<body lang=FR><p>un</p></body></html>") == "un"


@pytest.mark.parametrize("hostile", ["<pre>{}x</pre>", "<pre>x{}</pre>", "<p>{}x</p>", "<p><br>{}-x</p>"])
def test_blanks_take_no_longer_than_they_are_long(hostile: str) -> None:
    assert growth(told, lambda size: hostile.format(" " * size)) < MOST_GROWTH
