"""HTML whose structure is said by its tags alone, as Markdown. The only module that knows the converter."""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import BACKSLASH, MarkdownConverter

from portal.kernel.i18n import _l
from portal.kernel.markup import pasteable
from portal.kernel.pasting.tidying import said_by_tags
from portal.kernel.refusal import Refusal

LARGEST_PASTE = 512 * 1024
"""Characters, once cleaned."""
MOST_TAGS = 3000
"""What is open or out of order is closed and opened again, and what is side by side joined: that can take as long as
the square of their number."""
DEEPEST_PASTE = 60
"""Tags in each other."""

_SPECIAL = re.compile(r"[\\`*\[\]]|(?<=\])\(|(?<!\w)_|_(?!\w)|~(?=~)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENING = re.compile(r"^\s*+(?=#{1,6}(?:\s|$)|>|\+\s|[-= ]*[-=]\s*$)")
_NUMBER = re.compile(r"^(\s*+[0-9]{1,9})(?=[.)](?:\s|$))")
_SPACES = re.compile(r"[ \t\r\n]+")
_LAST_BREAK = re.compile(r"^\\$|(?<!\\)\\(?=\n\n|\Z)", re.MULTILINE)
_LAST_BLANKS = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)
_MANY_LINES = re.compile(r"\n{3,}")

Heading = Callable[[str], str]
"""What becomes of a heading with these words, which are Markdown."""


class _TooMuch(Refusal):
    def __init__(self) -> None:
        super().__init__(_l("That is too much to paste at once. Paste it in parts, or as plain text."), status=422)


def as_markdown(html: str, heading: Heading) -> str:
    """Markdown of what was pasted. Raises a Refusal for what is too much to be sorted out."""
    markdown = _Converter(heading).convert_soup(said_by_tags(_soup(_copied(html))))
    for pattern, instead in ((_LAST_BLANKS, ""), (_LAST_BREAK, ""), (_MANY_LINES, "\n\n")):
        markdown = pattern.sub(instead, markdown)
    return str(markdown.strip("\n"))


def _copied(html: str) -> str:
    """Word processors send a head that has more tags than what was copied."""
    return html[max(html.find("<body"), 0) :]


def _soup(html: str) -> BeautifulSoup:
    """Nothing is read before it is known to be short enough for that."""
    cleaned = pasteable(html) if html.count("<") <= MOST_TAGS else None
    if cleaned is None or len(cleaned) > LARGEST_PASTE or cleaned.count("<") > MOST_TAGS:
        raise _TooMuch
    soup = BeautifulSoup(cleaned, "html.parser")
    if _is_too_deep(soup):
        raise _TooMuch
    return soup


def _is_too_deep(soup: BeautifulSoup) -> bool:
    return any(sum(1 for _parent in leaf.parents) > DEEPEST_PASTE for leaf in soup.find_all(string=True))


class _Converter(MarkdownConverter):
    """Nothing but what lessons take: links are https, lists have one mark, and what becomes of headings is told."""

    def __init__(self, heading: Heading) -> None:
        super().__init__(
            bullets="-",
            newline_style=BACKSLASH,
            autolinks=False,
            table_infer_header=True,
            wrap=True,
            wrap_width=None,
            strip_pre=None,
        )
        self._heading = heading

    def escape(self, text: str, parent_tags: set[str]) -> str:
        marks = _SPECIAL.sub(r"\\\g<0>", _ENTITY.sub("&amp;", text)).replace("<", "&lt;")
        return marks.replace("|", r"\|") if parent_tags & {"td", "th"} else marks

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text, before = str(super().process_text(el, parent_tags)), el.previous_sibling
        if (parent_tags or set()) & {"pre", "code"} or not (before is None or isinstance(before, Tag)):
            return text
        opened = text.lstrip(" ") if before is not None and before.name == "br" else text
        return _NUMBER.sub(r"\1\\", _OPENING.sub(r"\\", opened))

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 (the library's name)
        words = self.escape(_SPACES.sub(" ", el.get_text()).strip(), parent_tags)
        return words if "_inline" in parent_tags or not words else f"\n\n{self._heading(words)}\n\n"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = str(el.get("href") or "").strip()
        if not address.startswith("https://"):
            return text
        el["href"] = address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        return str(super().convert_a(el, text, parent_tags))

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_pre(el, text.strip("\n"), parent_tags))

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_td(el, _SPACES.sub(" ", text.replace("\\\n", " ")), parent_tags))

    convert_th = convert_td
    convert_dt = convert_dd = convert_figcaption = convert_caption = MarkdownConverter.convert_p

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n"
