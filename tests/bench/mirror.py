"""Makes, from a page of the portal, a template and plain values that print the same page, byte for byte.

What the portal's templates loop over stays a loop. What all its items say becomes text of the template, what they
say differently becomes a value, and items that are built differently become branches. What comes out of the
database (a lesson's texts, what was written, a day) is a value wherever it stands, and so is what belongs to the
reader (a name, a token, an address).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

# What the portal's templates make in loops, by the path of an element: tags, each with its first class.
LOOPS = tuple(
    re.compile(path)
    for path in (
        r"head>link$",
        r"nav\.tabs>ul>li$",
        r"nav\.steps>ol>li$",
        r"ul\.(waits|plainlist)>li$",
        r"li\.leg$",
        r"li\.row$",
        r"section\.step$",
        r"form\.check$",
        r"div\.option$",
    )
)
TOKEN = re.compile(r"<[^>]+>|[^<]+")
LABEL = re.compile(r'<(\w+)(?:[^>]*? class="([\w-]+))?')
DATUM = re.compile("\x00(\\d+)\x00")
VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mirrored:
    template: str
    values: Values


@dataclass(slots=True)
class _Loop:
    rule: int
    items: list["_Parts"] = field(default_factory=list)


_Parts = list[str | _Loop]


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is being read."""

    path: str
    parts: _Parts


def mirror(html: str, reader: Mapping[str, str], data: Iterable[str] = ()) -> Mirrored:
    """The page as template and values.

    `reader`: what belongs to the reader, by the name of its value. `data`: what comes out of the database.
    """
    known = sorted(set(data), key=len, reverse=True)
    for number, datum in enumerate(known):
        html = html.replace(datum, f"\0{number}\0")
    parts = _read(html)
    writer = _Writer(parts, known)
    template = writer.template(parts)
    for name, value in reader.items():
        template = template.replace(value, f"{{{{ {name} }}}}")
    return Mirrored(template, {**reader, **writer.values(parts)})


def _read(html: str) -> _Parts:
    """The tokens of a page; the items of a loop, each with its tokens, in one part."""
    page: _Parts = []
    within = [_Open("", page)]
    for token in TOKEN.findall(html):
        here = within[-1]
        if token.startswith("</"):
            within.pop().parts.append(token)
        elif token.startswith("<") and not token.startswith("<!"):
            path = f"{here.path}>{_label(token)}"
            rule = next((number for number, loop in enumerate(LOOPS) if loop.search(path)), None)
            parts = here.parts if rule is None else _new_item(here.parts, rule)
            parts.append(token)
            if _is_open(token):
                within.append(_Open(path, parts))
        else:
            here.parts.append(token)
    return page


def _new_item(parts: _Parts, rule: int) -> _Parts:
    """Another item of the loop that these parts end with, or the first of a new one, with the blank before it."""
    blank = [parts.pop()] if parts and isinstance(parts[-1], str) and not parts[-1].strip() else []
    if not (parts and isinstance(parts[-1], _Loop) and parts[-1].rule == rule):
        parts.append(_Loop(rule))
    item: _Parts = [*blank]
    parts[-1].items.append(item)  # type: ignore[union-attr]
    return item


def _label(token: str) -> str:
    tag, css_class = LABEL.match(token).groups()  # type: ignore[union-attr]
    return f"{tag}.{css_class}" if css_class else tag


def _is_open(token: str) -> bool:
    return not token.endswith("/>") and _label(token).partition(".")[0] not in VOID


class _Writer:
    """Writes every loop once, whatever the number of its items and of the places where it stands."""

    def __init__(self, page: _Parts, data: list[str]) -> None:
        self._data = data
        self._shapes: dict[int, dict[tuple[str, ...], list[_Parts]]] = defaultdict(dict)
        for loop in _loops_in(page):
            for item in loop.items:
                self._shapes[loop.rule].setdefault(_shape(item), []).append(item)

    def template(self, parts: _Parts, rule: int | None = None) -> str:
        """`rule`: the loop that these parts are an item of; None for the page."""
        differing, of = self._differing(parts, rule), "" if rule is None else f"one{rule}."
        written = []
        for place, part in enumerate(parts):
            if isinstance(part, _Loop):
                written.append(self._loop(part.rule, f"{of}items{place}"))
            else:
                written.append(f"{{{{ {of}v{place} }}}}" if place in differing else part)
        return "".join(written)

    def values(self, parts: _Parts, rule: int | None = None) -> Values:
        differing = self._differing(parts, rule)
        found: Values = {}
        for place, part in enumerate(parts):
            if isinstance(part, _Loop):
                found[f"items{place}"] = [self._item(part.rule, item) for item in part.items]
            elif place in differing:
                found[f"v{place}"] = self._value(part)
        return found

    def _value(self, part: str) -> str:
        text = DATUM.sub(lambda match: self._data[int(match[1])], part)
        return Markup(text) if "<" in text or "&" in text else text  # noqa: S704 (our own page)

    def _item(self, rule: int, item: _Parts) -> Values:
        shape = list(self._shapes[rule]).index(_shape(item))
        return {"shape": shape, **self.values(item, rule)}

    def _loop(self, rule: int, items: str) -> str:
        one = f"one{rule}"
        branches = [self.template(alike[0], rule) for alike in self._shapes[rule].values()]
        body = branches[0]
        if len(branches) > 1:
            tests = [f"{{% {'elif' if n else 'if'} {one}.shape == {n} %}}{text}" for n, text in enumerate(branches)]
            body = "".join(tests) + "{% endif %}"
        return f"{{% for {one} in {items} %}}{body}{{% endfor %}}"

    def _differing(self, parts: _Parts, rule: int | None) -> set[int]:
        """Where data stands, and where items of the same shape say different things."""
        alike = zip(*(self._shapes[rule][_shape(parts)] if rule is not None else [parts]), strict=True)
        texts = ((place, said) for place, said in enumerate(alike) if isinstance(said[0], str))
        return {place for place, said in texts if len(set(said)) > 1 or any(DATUM.search(str(one)) for one in said)}


def _loops_in(parts: _Parts) -> Iterator[_Loop]:
    for part in parts:
        if isinstance(part, _Loop):
            yield part
            for item in part.items:
                yield from _loops_in(item)


def _shape(item: _Parts) -> tuple[str, ...]:
    """How an item is built: its tags and its loops, whatever it says."""
    return tuple(f"loop {part.rule}" if isinstance(part, _Loop) else _kind(part) for part in item)


def _kind(token: str) -> str:
    if token.startswith("</"):
        return "end"
    return _label(token).partition(".")[0] if token.startswith("<") else "text"
