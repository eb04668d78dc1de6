"""What a module's folder says: its sheet (module.toml), and the names of its lessons."""

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.curriculum.rules.values import Problem, Strand
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence

FACTS = ("strand", "position", "requires")
TEXTS = ("title", "summary", "outcome")
LANGUAGES = ("fr", "en")
LONGEST_SLUG = 80
LAST_POSITION = 999

MISSING: Mapping[tuple[str, str], Sentence] = {
    ("fr", "title"): _l("The title in French is missing."),
    ("fr", "summary"): _l("What it is for is missing in French."),
    ("fr", "outcome"): _l("What the pair can do afterwards is missing in French."),
    ("en", "title"): _l("The title in English is missing."),
    ("en", "summary"): _l("What it is for is missing in English."),
    ("en", "outcome"): _l("What the pair can do afterwards is missing in English."),
}

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBERED = re.compile(r"([0-9]{2})-(.+)")
_AT_THE_END = "at end of document"
_AT_LINE = re.compile(r"at line ([0-9]+)")


@dataclass(frozen=True, slots=True)
class ModuleSheet:
    strand: Strand
    position: int
    requires: tuple[str, ...]
    """Slugs of modules, or "any:" and a strand. Advice, never a lock."""
    texts: Mapping[str, Mapping[str, str]]
    """By language: title, summary, outcome."""


def split_folder_name(name: str) -> tuple[int, str] | None:
    """`01-du-porte-voix` is position 1, slug `du-porte-voix`; None for any other name."""
    found = _NUMBERED.fullmatch(name)
    return (int(found[1]), found[2]) if found and is_slug(found[2]) else None


def is_slug(name: str) -> bool:
    return len(name) <= LONGEST_SLUG and _SLUG.fullmatch(name) is not None


def read_sheet(source: str) -> tuple[ModuleSheet | None, list[Problem]]:
    """The sheet, or None; and what is wrong with it."""
    data, not_toml = read_toml(source)
    if not_toml:
        return None, [not_toml]
    problems = sorted([*_wrong_facts(data, source), *_wrong_texts(data, source), *_strange_keys(data, source)])
    if problems:
        return None, problems
    texts = {language: {key: data[language][key].strip() for key in TEXTS} for language in LANGUAGES}
    return ModuleSheet(Strand(data["strand"]), data["position"], tuple(data.get("requires", ())), texts), []


def write_sheet(sheet: ModuleSheet) -> str:
    """The sheet in the one way in which the portal writes it."""
    facts = f"strand = {_quoted(sheet.strand)}\nposition = {sheet.position}\n"
    facts += f"requires = [{', '.join(map(_quoted, sheet.requires))}]\n"
    parts = [facts]
    for language in LANGUAGES:
        lines = (f"{key} = {_quoted(sheet.texts[language][key])}\n" for key in TEXTS)
        parts.append(f"[{language}]\n{''.join(lines)}")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    """A text as TOML quotes it: as JSON does, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_toml(source: str) -> tuple[dict[str, Any], Problem | None]:
    """What a file of TOML says; or why it is none."""
    try:
        return tomllib.loads(source), None
    except (ValueError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else source.count("\n") + 1 if _AT_THE_END in str(error) else 1
        return {}, Problem(line, _l("This file is not TOML: a quotation mark, a bracket or an equals sign is amiss."))


def wrong_requirements(sheet: ModuleSheet, own: str, known: Collection[str], source: str) -> list[Problem]:
    """The requirements that name no other module of the tree and no strand."""
    strands = {f"any:{strand}" for strand in Strand}
    wrong = [wanted for wanted in sheet.requires if wanted == own or (wanted not in known and wanted not in strands)]
    line = _line(source, "requires")
    return [Problem(line, _l("“%(name)s” in “requires” is no other module here.", name=name)) for name in wrong]


def circle_from(slug: str, requires: Mapping[str, Collection[str]]) -> list[str]:
    """The way that leads from a module back to itself over what each asks for first; empty when there is none."""
    ways, seen = [[slug]], set[str]()
    while ways:
        way = ways.pop(0)
        for wanted in requires.get(way[-1], ()):
            if wanted == slug:
                return [*way, slug]
            if wanted not in seen:
                seen.add(wanted)
                ways.append([*way, wanted])
    return []


def _wrong_facts(data: Mapping[str, Any], source: str) -> Iterator[Problem]:
    if data.get("strand") not in list(Strand):
        yield Problem(_line(source, "strand"), _l("“strand” is one of: %(strands)s.", strands=", ".join(Strand)))
    position = data.get("position")
    if type(position) is not int or not 1 <= position <= LAST_POSITION:
        sentence = _l("“position” is a whole number from 1 to %(most)s.", most=LAST_POSITION)
        yield Problem(_line(source, "position"), sentence)
    requires = data.get("requires", [])
    if not isinstance(requires, list) or not all(isinstance(item, str) for item in requires):
        yield Problem(_line(source, "requires"), _l("“requires” is a list of names in quotes."))


def _wrong_texts(data: Mapping[str, Any], source: str) -> Iterator[Problem]:
    for language in LANGUAGES:
        part = data.get(language)
        for key in TEXTS:
            text = part.get(key) if isinstance(part, dict) else None
            if not isinstance(text, str) or not text.strip() or "\0" in text:
                yield Problem(_line(source, language), MISSING[language, key])


def _strange_keys(data: Mapping[str, Any], source: str) -> Iterator[Problem]:
    parts: list[tuple[Mapping[str, Any], tuple[str, ...]]] = [(data, (*FACTS, *LANGUAGES))]
    parts += [(data[language], TEXTS) for language in LANGUAGES if isinstance(data.get(language), dict)]
    for part, known in parts:
        for key in part:
            if key not in known:
                sentence = _l("“%(key)s” is no key of a module. Use one of: %(keys)s.", key=key, keys=", ".join(known))
                yield Problem(_line(source, key), sentence)


def _line(source: str, key: str) -> int:
    """The first line that gives this key, or begins the table of this name; 1 when none does."""
    given = re.compile(rf"\s*\[?\s*{re.escape(key)}\s*[\]=]")
    return next((n for n, text in enumerate(source.split("\n"), start=1) if given.match(text)), 1)
