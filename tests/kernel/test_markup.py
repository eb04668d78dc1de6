"""From what people write to HTML that is safe to send: four walls, each by itself and all together."""

import re
import time
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urlsplit

import bleach
import nh3
import pytest
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from justhtml import JustHTML
from markdown_it import MarkdownIt

from portal.kernel import markup
from portal.kernel.markup import (
    ATTRIBUTES,
    SCHEMES,
    TAGS,
    _behind_walls,
    _encodable,
    _markdown,
    _sanitised,
    plain,
    render,
    render_line,
    trusted,
)
from tests.kernel import hostile

PICTURES = {"known.png": "/lessons/pictures/0a1b2c.png"}
MARKDOWN = st.text(alphabet=st.sampled_from(list("ab<>\"'&;:/()[]!`*_#|~-\\ \n\t\0=jx\ud800é")), max_size=200)
FRAGMENTS = st.lists(st.sampled_from(hostile.ALL) | MARKDOWN, max_size=4).map("".join)


class Reader(HTMLParser):
    """Refuses whatever is not on the allow-list, as a browser would come upon it."""

    def __init__(self, sources: Iterable[str]) -> None:
        super().__init__()
        self._sources = {"", *sources}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attributes:
            assert name in ATTRIBUTES.get(tag, ()), (tag, name)
            if name == "href":
                assert urlsplit(value or "").scheme in SCHEMES | {""}, value
            if name == "src":
                assert value in self._sources, value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def refuse_unsafe(html: str, sources: Iterable[str] = PICTURES.values()) -> None:
    Reader(sources).feed(html)
    for node in JustHTML(html, sanitize=False, fragment=True).query("*"):
        assert node.name in TAGS, node.name
        assert set(node.attrs) <= ATTRIBUTES.get(node.name, set()), node.attrs


@pytest.mark.parametrize("text", hostile.ALL)
def test_a_hostile_text_becomes_nothing_but_text(text: str) -> None:
    refuse_unsafe(render(text, PICTURES))
    refuse_unsafe(render_line(text))


@pytest.mark.parametrize("text", hostile.ALL)
@pytest.mark.parametrize("around", ["> {}", "- {}", "**{}**", "[{}](https://example.org)", "a\n\n{}\n\nb"])
def test_nor_inside_something_else(text: str, around: str) -> None:
    refuse_unsafe(render(around.format(text), PICTURES))


@given(FRAGMENTS)
def test_no_text_at_all_gets_through(text: str) -> None:
    refuse_unsafe(render(text, PICTURES))
    refuse_unsafe(render_line(text))


@given(FRAGMENTS)
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = render(text, PICTURES)
    assert _sanitised(once) == once


@example("Un mot\N{NO-BREAK SPACE}: « \"deux\" » & <trois> 'quatre'.\n\n- [là](https://example.org/a?b=c)\n\n> ~~x~~")
@given(FRAGMENTS | st.text(max_size=200))
def test_what_passes_by_the_walls_would_have_passed_them_as_it_is(text: str) -> None:
    html = _markdown.render(_encodable(text))
    assert _sanitised(html) == _behind_walls(html)


def test_plain_words_pass_by_the_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "_behind_walls", lambda _html: "walls")
    assert render("Un *mot* : **deux**.\n\n- [là](https://example.org/a)") != "walls"
    for text in ("![x](known.png)", '[x](https://example.org "title")', "[x](mailto:a@example.org)", "```\nx\n```"):
        assert render(text) == "walls"


@given(st.text(max_size=500))
def test_whatever_is_typed_is_rendered(text: str) -> None:
    render(text)
    render_line(text)


@pytest.mark.parametrize("wall", ["renderer", "bleach", "nh3"])
@pytest.mark.parametrize("text", hostile.SCRIPTS)
def test_each_wall_stands_when_the_others_are_gone(text: str, wall: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if wall != "renderer":
        monkeypatch.setattr("portal.kernel.markup._markdown", MarkdownIt("commonmark", {"html": True}))
    if wall != "bleach":
        monkeypatch.setattr(bleach, "clean", lambda html, **_: html)
    if wall != "nh3":
        monkeypatch.setattr(nh3, "clean", lambda html, **_: html)
    refuse_unsafe(render(text), sources=["x"])


def test_without_any_wall_the_corpus_is_hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the tests above would prove nothing."""
    monkeypatch.setattr(bleach, "clean", lambda html, **_: html)
    monkeypatch.setattr(nh3, "clean", lambda html, **_: html)
    let_through = MarkdownIt("commonmark", {"html": True})
    let_through.validateLink = lambda _address: True  # type: ignore[method-assign]
    monkeypatch.setattr("portal.kernel.markup._markdown", let_through)
    stopped = 0
    for text in hostile.SCRIPTS + hostile.LINKS:
        try:
            refuse_unsafe(render(text))
        except AssertionError:
            stopped += 1
    assert stopped > 40


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Un *mot*, **deux**.", "<p>Un <em>mot</em>, <strong>deux</strong>.</p>"),
        ("### Titre", "<h3>Titre</h3>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("3. trois", '<ol start="3">\n<li>trois</li>\n</ol>'),
        ("> cité", "<blockquote>\n<p>cité</p>\n</blockquote>"),
        ("[ici](/help)", '<p><a href="/help">ici</a></p>'),
        ("[là](https://example.org 'titre')", '<p><a href="https://example.org" title="titre">là</a></p>'),
        ("<https://example.org>", '<p><a href="https://example.org">https://example.org</a></p>'),
        ("~~non~~", "<p><s>non</s></p>"),
        ("`code <b>`", "<p><code>code &lt;b&gt;</code></p>"),
        ("a & b", "<p>a &amp; b</p>"),
        ("![une image](known.png)", '<p><img src="/lessons/pictures/0a1b2c.png" alt="une image"></p>'),
    ],
)
def test_what_people_mean_is_kept(text: str, html: str) -> None:
    assert render(text, PICTURES) == html


def test_a_table_is_kept() -> None:
    html = render("| a | b |\n|---|---|\n| 1 | 2 |")
    assert re.sub(r"\s", "", html).startswith("<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>")


def test_a_line_has_no_paragraph() -> None:
    assert render_line("Un *mot*") == "Un <em>mot</em>"


@pytest.mark.parametrize("name", ["https://evil.example/x.png", "unknown.png", "//evil.example/x.png"])
def test_a_picture_comes_from_the_portal_or_not_at_all(name: str) -> None:
    assert "evil" not in render(f"![x]({name})", PICTURES).replace("alt", "")
    assert 'src=""' in render(f"![x]({name})", PICTURES)


@pytest.mark.parametrize("half", ["\ud800", "a\ud83dz"])
def test_half_a_character_becomes_a_mark_and_never_reaches_what_would_trip(half: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        nh3.clean(half)
    assert "\N{REPLACEMENT CHARACTER}" in render(half)
    assert "\N{REPLACEMENT CHARACTER}" in render_line(half)


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "*a " * 5000, "> " * 2000 + "x", "`" * 5000, "![" * 3000, "<" * 5000, "|a" * 3000, "- " * 2000 + "x"],
    ids=["brackets", "stars", "quotes", "ticks", "pictures", "angles", "pipes", "lists"],
)
def test_nesting_without_end_takes_no_time(text: str) -> None:
    begun = time.process_time()
    refuse_unsafe(render(text))
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("un\ndeux", "<p>un<br>deux</p>"),
        ("un\r\n\r\ndeux\n \n\ntrois", "<p>un</p><p>deux</p><p>trois</p>"),
        (
            "<script>alert('1') & \"2\"</script>",
            "<p>&lt;script&gt;alert(&#39;1&#39;) &amp; &#34;2&#34;&lt;/script&gt;</p>",
        ),
        ("*pas de Markdown*", "<p>*pas de Markdown*</p>"),
    ],
)
def test_a_persons_own_words_are_shown_as_they_are(text: str, html: str) -> None:
    assert str(plain(text)) == html


@given(st.text(max_size=300))
def test_no_words_of_a_person_become_markup(text: str) -> None:
    assert set(re.findall(r"<[^>]*>", str(plain(text)))) <= {"<p>", "</p>", "<br>"}


def test_what_was_kept_is_sent_as_it_is() -> None:
    assert str(trusted("<p>été</p>")) == "<p>été</p>"


def test_a_form_carries_its_token(app: Flask) -> None:
    with app.test_request_context("/"):
        field = str(markup.form_token())
    assert re.fullmatch(r'<input type="hidden" name="csrf_token" value="[\w.\-]+">', field)
    assert str(markup.hidden_field("a", '"><b>')) == '<input type="hidden" name="a" value="&#34;&gt;&lt;b&gt;">'


def test_what_a_text_says_comes_paragraph_by_paragraph() -> None:
    text = "### Un titre\n\nDes *mots*\net un [lien](/la) ![image](known.png).\n\n- un `code`\n- deux & <b>\n"
    assert markup.paragraphs(text) == ["Un titre", "Des mots et un lien .", "un code", "deux & <b>"]
    assert markup.paragraphs("") == []
