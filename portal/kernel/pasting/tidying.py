"""What word processors say by styles, marks and wrappers, said by tags: bold and italic, lists and their levels."""

import re
from itertools import groupby

from bs4 import BeautifulSoup, Tag

_LEVEL = re.compile(r"mso-list:[^;]*level([1-9])")
_NUMBER = re.compile(r"\(?(?:[0-9]{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.)]")
_BULLET = re.compile(r"\s*[•·▪◦‣§]\s+")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|400)")
_ITALIC = re.compile(r"font-style:\s*italic")
_RUNS = ["b", "i"]
_LISTS = ["ul", "ol"]
_BLOCKS = ["p", "div", "section", "article", *_LISTS, "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre"]


def said_by_tags(soup: BeautifulSoup) -> BeautifulSoup:
    """The same soup."""
    _name_runs(soup)
    _gather_lists(soup)
    for span in soup.find_all("span"):
        span.unwrap()
    soup.smooth()
    _join_runs(soup)
    _nest_lists(soup)
    return soup


def _name_runs(soup: BeautifulSoup) -> None:
    """Bold and italic are so whoever says it, a tag or a style; a wrapper of whole paragraphs is neither."""
    for tag in soup.find_all(["span", "b", "strong", "i", "em"]):
        style = str(tag.get("style") or "")
        is_bold = _BOLD.search(style) or (tag.name in ("b", "strong") and not _NOT_BOLD.search(style))
        is_italic = _ITALIC.search(style) or tag.name in ("i", "em")
        if tag.find(_BLOCKS) or not (is_bold or is_italic):
            tag.name = "span"
            continue
        tag.name = "b" if is_bold else "i"
        if is_bold and is_italic:
            tag.wrap(soup.new_tag("i"))


def _join_runs(soup: BeautifulSoup) -> None:
    """Neighbours are one run, and blanks stand outside of it: marks would not be read as marks otherwise."""
    for tag in soup.find_all(_RUNS):
        while isinstance(tag.next_sibling, Tag) and tag.next_sibling.name == tag.name:
            following = tag.next_sibling.extract()
            tag.extend(list(following.contents))
    for tag in soup.find_all(_RUNS):
        _free_blanks(tag)
    soup.smooth()


def _free_blanks(tag: Tag) -> None:
    words = tag.find_all(string=True)
    if not words:
        return
    if before := words[0][: len(words[0]) - len(words[0].lstrip())]:
        tag.insert_before(before)
        words[0].replace_with(words[0].lstrip())
    last = tag.find_all(string=True)[-1:]
    if last and (after := last[0][len(last[0].rstrip()) :]):
        tag.insert_after(after)
        last[0].replace_with(last[0].rstrip())


def _gather_lists(soup: BeautifulSoup) -> None:
    """Paragraphs that follow each other with a mark or a level are the entries of a list."""
    for parent in [soup, *soup.find_all(_BLOCKS)]:
        children = [child for child in parent.children if isinstance(child, Tag)]
        for is_entry, group in groupby(children, _is_entry):
            if is_entry:
                _make_list(soup, list(group))


def _is_entry(tag: Tag) -> bool:
    return tag.name == "p" and (_level(tag) > 0 or _BULLET.match(tag.get_text()) is not None)


def _level(paragraph: Tag) -> int:
    """From 1; 0 for what no word processor calls an entry."""
    found = _LEVEL.search(str(paragraph.get("style") or ""))
    return int(found[1]) if found else 0


def _make_list(soup: BeautifulSoup, entries: list[Tag]) -> None:
    """Lists in the place of these paragraphs, and within them those of deeper levels."""
    lists: list[tuple[int, Tag]] = []
    for entry in entries:
        level, name = max(_level(entry), 1), "ol" if _NUMBER.match(_take_mark(entry)) else "ul"
        while lists and (lists[-1][0] > level or (lists[-1][0] == level and lists[-1][1].name != name)):
            lists.pop()
        if not lists or lists[-1][0] < level:
            made = soup.new_tag(name)
            if lists:
                lists[-1][1].find_all("li", recursive=False)[-1].append(made)
            else:
                entry.insert_before(made)
            lists.append((level, made))
        entry.name = "li"
        lists[-1][1].append(entry.extract())


def _take_mark(entry: Tag) -> str:
    """The mark that was written before an entry; it is gone from its words."""
    for span in entry.find_all("span"):
        if "mso-list" in str(span.get("style") or ""):
            words = span.get_text().strip()
            span.decompose()
            return words
    first = next((text for text in entry.find_all(string=True) if text.strip()), None)
    if first is not None:
        first.replace_with(_BULLET.sub("", first, count=1))
    return ""


def _nest_lists(soup: BeautifulSoup) -> None:
    """A list right in a list belongs to the entry before it; an entry's only paragraph is the entry."""
    for inner in soup.find_all(_LISTS):
        before = inner.find_previous_sibling("li") if inner.parent and inner.parent.name in _LISTS else None
        if before is not None:
            before.append(inner.extract())
    for entry in soup.find_all("li"):
        paragraphs = entry.find_all(["p", "div"], recursive=False)
        if len(paragraphs) == 1:
            paragraphs[0].unwrap()
