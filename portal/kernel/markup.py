"""From what people and instructors write to HTML that is safe to send.

The only module that knows the renderer and the sanitisers. Markdown passes three walls here: the
renderer makes no HTML of its own from raw HTML, bleach keeps an allow-list, nh3 keeps the same list
after it. The content security policy is the fourth. Rendering is dear: lessons are rendered when
they are published, and what is stored is shown through `trusted`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate

import bleach
import nh3
from flask import Flask, g
from flask_wtf.csrf import generate_csrf
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from portal.kernel.differences import runs

TAGS = frozenset(
    {"a", "abbr", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "hr", "img", "li", "ol", "p", "pre"}
    | {"s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https", "mailto"})

# Words, and tags that stand bare or lead to a plain address: an allow-list that takes nothing it has not seen.
_PLAINEST = re.compile(
    r"""(?:
        [^<>&"\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]++
        | &(?:amp|lt|gt|quot);
        | </?(?:p|em|strong|s|code|ul|ol|li|blockquote|h3|h4|h5)>
        | <a[ ]href="https://[\w./~:?=,%+-]*+">
        | </a>
    )*+""",
    re.VERBOSE | re.ASCII,
)

# Of what is copied elsewhere: what tells its structure, if need be by a style.
PASTED_TAGS = TAGS - {"img", "abbr"} | {"b", "i", "span", "div", "section", "article", "figcaption", "caption", "tfoot"}
PASTED_TAGS |= {"h1", "h2", "h6", "dl", "dt", "dd"}
PASTED_ATTRIBUTES = {name: {"style"} for name in ("p", "span", "b", "strong", "i", "em")}
PASTED_ATTRIBUTES |= {"a": {"href"}, "ol": {"start"}}
NO_WORDS = frozenset({"script", "style", "title", "xml", "noscript", "template", "select", "textarea", "svg"})

LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")

DEEPEST = 20
"""How deep lists, quotes and emphasis may stand in each other."""

# A list and its entries are two levels to the renderer. What is too deep for it, it leaves out without a word.
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 2 * DEEPEST + 2}).enable(
    ["table", "strikethrough"]
)

_LEVELS = frozenset({"blockquote", "bullet_list", "ordered_list", "em", "strong", "s", "link"})
_DEEP_START = re.compile(r"^[ \t>*+\-\d.)]{10}", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")


def render(markdown: str, pictures: Mapping[str, str] | None = None) -> str:
    """Sanitised HTML of a Markdown text, as it is to be stored.

    `pictures` gives the address of each picture by the name the text uses.
    """
    return _rendered(_markdown.parse(_encodable(markdown)), pictures or {}) if markdown else ""


def render_line(markdown: str) -> str:
    """The same for one line: no paragraph around it, and no pictures."""
    return _rendered(_markdown.parseInline(_encodable(markdown)), {})


def trusted(html: str) -> Markup:
    """HTML that `render` made and the database kept, ready to be sent."""
    return Markup(html)  # noqa: S704 (this is the one place that may)


def plain(text: str) -> Markup:
    """A person's own words: escaped, with their paragraphs and line breaks."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    paragraphs = (f"<p>{str(escape(part)).replace(chr(10), '<br>')}</p>" for part in parts if part)
    return Markup("".join(paragraphs))  # noqa: S704 (every part is escaped)


def compared(text: str, other: str) -> Markup:
    """A person's own words beside others, as one run of text: what only this one has stands in `<ins>`."""
    pieces = ((str(escape(piece)), only_here) for piece, only_here in runs(text, other))
    return Markup("".join(f"<ins>{piece}</ins>" if only_here else piece for piece, only_here in pieces))  # noqa: S704


def words_of(html: str) -> str:
    """What `render` made, as plain text."""
    return Markup(html).striptags()  # noqa: S704 (nothing of it is sent)


def paragraphs(markdown: str) -> list[str]:
    """What a Markdown text says, without its marks and pictures: each paragraph, heading, entry and cell by itself."""
    told = (_told(token.children or ()) for token in _markdown.parse(_encodable(markdown)) if token.type == "inline")
    return [words for words in told if words]


def first_too_deep(markdown: str) -> int | None:
    """The first line, from 1, where more than `DEEPEST` lists, quotes and emphases stand in each other."""
    if not _may_be_deep(markdown):
        return None
    depth, line = 0, 1
    for token in _markdown.parse(_encodable(markdown)):
        line = token.map[0] + 1 if token.map else line
        depth += _levels(token)
        if max(accumulate(map(_levels, token.children or ()), initial=depth)) > DEEPEST:
            return line
    return None


def pasteable(html: str) -> str:
    """What was copied elsewhere, as structure alone: no picture, no script, and no more of a style than tells it.

    It is still foreign HTML, to be turned into Markdown (`pasting`) and never sent.
    """
    return nh3.clean(
        _encodable(html),
        tags=set(PASTED_TAGS),
        clean_content_tags=set(NO_WORDS),
        attributes=PASTED_ATTRIBUTES,
        url_schemes={"https"},
        url_relative="deny",
        link_rel=None,
        filter_style_properties={"font-weight", "font-style", "mso-list"},
    )


def opening_meaning(key: str, words: str, told: tuple[str, str, str, str]) -> str:
    """Words of sanitised HTML as a button that opens what they mean, without any script.

    `told`: the word, its meaning, where more is told, and the words that lead there.
    """
    meaning = Markup('<strong>{}</strong> {} <a href="{}">{}</a>').format(*told)
    return (
        f'<button type="button" class="term" popovertarget="{escape(key)}">{words}</button>'
        f'<span class="meaning" id="{escape(key)}" popover>{meaning}</span>'
    )


def hidden_field(name: str, value: str) -> Markup:
    return Markup(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">')  # noqa: S704 (escaped)


def form_token() -> Markup:
    """The anti-forgery field of a form: the same in all forms of a page."""
    if "form_token" not in g:
        g.form_token = hidden_field("csrf_token", generate_csrf())
    found: Markup = g.form_token
    return found


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(trusted=trusted, plain=plain, compared=compared)
    app.jinja_env.globals["form_token"] = form_token


def _rendered(tokens: Sequence[Token], pictures: Mapping[str, str]) -> str:
    """A picture comes from `pictures` or not at all: no page fetches anything elsewhere."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                child.attrSet("src", pictures.get(str(child.attrGet("src")), ""))
    return _sanitised(_markdown.renderer.render(tokens, _markdown.options, {}))


def _may_be_deep(markdown: str) -> bool:
    """Whether it is worth parsing to see: a line that begins like a deep one, or a paragraph with as many marks."""
    if _DEEP_START.search(markdown):
        return True
    return any(sum(map(paragraph.count, "*_~")) >= 2 * DEEPEST for paragraph in _BLANK.split(markdown))


def _levels(token: Token) -> int:
    """How many levels it opens, or closes."""
    return token.nesting if token.type.removesuffix("_open").removesuffix("_close") in _LEVELS else 0


def _told(tokens: Sequence[Token]) -> str:
    """The words of a line, however many lines it takes."""
    pieces = (" " if token.type.endswith("break") else token.content for token in tokens if token.type != "image")
    return "".join(pieces).strip()


def _encodable(text: str) -> str:
    """No form takes half a character; should one come from elsewhere, nh3 would trip over it."""
    return LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _sanitised(html: str) -> str:
    """What is written in the plainest way would pass both walls as it is. Most is, and they take their time."""
    if _PLAINEST.fullmatch(html):
        return html.replace("&quot;", '"').replace("\N{NO-BREAK SPACE}", "&nbsp;").strip()
    return _behind_walls(html)


def _behind_walls(html: str) -> str:
    once = bleach.clean(
        html, tags=TAGS, attributes={tag: list(names) for tag, names in ATTRIBUTES.items()}, protocols=SCHEMES
    )
    return nh3.clean(once, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None).strip()
