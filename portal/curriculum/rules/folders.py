"""What a module's folder says: its sheet (module.toml), and the names of its lessons."""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.curriculum.rules.values import Problem, Strand
from portal.kernel.i18n import _l

TEXTS = ("title", "summary", "outcome")
LANGUAGES = ("fr", "en")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBERED = re.compile(rf"(\d{{2}})-({SLUG.pattern})")


@dataclass(frozen=True, slots=True)
class ModuleSheet:
    strand: Strand
    position: int
    requires: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    """By language: title, summary, outcome."""


def split_folder_name(name: str) -> tuple[int, str] | None:
    """`01-du-porte-voix` is position 1, slug `du-porte-voix`; None for any other name."""
    found = _NUMBERED.fullmatch(name)
    return (int(found[1]), found[2]) if found else None


def is_slug(name: str) -> bool:
    return SLUG.fullmatch(name) is not None


def read_sheet(source: str) -> tuple[ModuleSheet | None, list[Problem]]:
    """The sheet, or None; and what is wrong with it."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        return None, [Problem(1, _l("This file is not TOML: %(reason)s.", reason=str(error)))]
    problems = [*_wrong_facts(data, source), *_wrong_texts(data, source)]
    if problems:
        return None, problems
    texts = {language: {key: data[language][key] for key in TEXTS} for language in LANGUAGES}
    return ModuleSheet(Strand(data["strand"]), data["position"], tuple(data.get("requires", ())), texts), []


def wrong_requirements(sheet: ModuleSheet, own: str, known: Collection[str]) -> list[str]:
    """The requirements that name no module of the tree and no strand."""
    strands = {f"any:{strand}" for strand in Strand}
    return [wanted for wanted in sheet.requires if wanted == own or (wanted not in known and wanted not in strands)]


def _wrong_facts(data: Mapping[str, Any], source: str) -> list[Problem]:
    problems = []
    if data.get("strand") not in list(Strand):
        problems.append(
            Problem(_line(source, "strand"), _l("“strand” is one of: %(strands)s.", strands=", ".join(Strand)))
        )
    if not isinstance(data.get("position"), int) or data["position"] < 1:
        problems.append(Problem(_line(source, "position"), _l("“position” is a whole number, from 1.")))
    requires = data.get("requires", [])
    if not isinstance(requires, list) or not all(isinstance(item, str) for item in requires):
        problems.append(Problem(_line(source, "requires"), _l("“requires” is a list of names in quotes.")))
    return problems


def _wrong_texts(data: Mapping[str, Any], source: str) -> list[Problem]:
    problems = []
    for language in LANGUAGES:
        part = data.get(language)
        missing = TEXTS if not isinstance(part, dict) else [key for key in TEXTS if not _is_text(part.get(key))]
        problems += [
            Problem(_line(source, f"[{language}]"), _l("[%(language)s] needs “%(key)s”.", language=language, key=key))
            for key in missing
        ]
    return problems


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _line(source: str, start: str) -> int:
    return next((n for n, text in enumerate(source.split("\n"), start=1) if text.startswith(start)), 1)
