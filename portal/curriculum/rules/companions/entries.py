"""Reading the tables of a companion file: what each says, and what is wrong in it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from portal.curriculum.rules.folders import LANGUAGES, is_slug, read_toml
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence

Known = TypeVar("Known", bound=str)


@dataclass(frozen=True, slots=True)
class Entry:
    """A table of the file. What it lacks is told in `problems` and read as empty."""

    data: Mapping[str, Any]
    line: int
    problems: list[Problem]

    def wrong(self, sentence: Sentence) -> None:
        self.problems.append(Problem(self.line, sentence))

    def text(self, key: str) -> str:
        found = self.data.get(key)
        if isinstance(found, str) and found.strip() and "\0" not in found:
            return found.strip()
        self.wrong(_l("“%(key)s” needs a text here.", key=key))
        return ""

    def optional_text(self, key: str) -> str:
        return self.text(key) if key in self.data else ""

    def slug(self, key: str) -> str:
        found = self.text(key)
        if found and not is_slug(found):
            self.wrong(_l("Write “%(key)s” in lower-case letters, digits and hyphens.", key=key))
        return found

    def texts(self) -> dict[str, str]:
        """The text in each language."""
        return {language: self.text(language) for language in LANGUAGES}

    def number(self, key: str, among: range) -> int:
        found = self.data.get(key)
        if type(found) is int and found in among:
            return found
        sentence = _l(
            "“%(key)s” is a whole number from %(least)s to %(most)s.", key=key, least=among[0], most=among[-1]
        )
        self.wrong(sentence)
        return among[0]

    def one_of(self, key: str, known: Sequence[Known]) -> Known:
        found = next((one for one in known if one == self.data.get(key)), None)
        if found is None:
            self.wrong(_l("“%(key)s” is one of: %(known)s.", key=key, known=", ".join(known)))
        return found if found is not None else known[0]

    def words(self, key: str) -> tuple[str, ...]:
        found = self.data.get(key, [])
        if isinstance(found, list) and all(isinstance(word, str) and word.strip() for word in found):
            return tuple(word.strip() for word in found)
        self.wrong(_l("“%(key)s” is a list of texts.", key=key))
        return ()

    def table(self, key: str) -> "Entry":
        found = self.data.get(key)
        if not isinstance(found, dict):
            self.wrong(_l("“%(key)s” is missing here.", key=key))
        return Entry(found if isinstance(found, dict) else {}, self.line, self.problems)

    def languages(self) -> dict[str, "Entry"]:
        """The table of each language."""
        return {language: self.table(language) for language in LANGUAGES}

    def tables(self, key: str) -> tuple["Entry", ...]:
        found = self.data.get(key)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.wrong(_l("“%(key)s” is missing here.", key=key))
            return ()
        return tuple(Entry(one, self.line, self.problems) for one in found)

    def refuse_other_keys(self, *known: str) -> None:
        for key in self.data.keys() - set(known):
            self.wrong(_l("“%(key)s” is no key here. Use one of: %(keys)s.", key=key, keys=", ".join(known)))


@dataclass(frozen=True, slots=True)
class Entries:
    """A companion file."""

    data: Mapping[str, Any]
    source: str
    problems: list[Problem]

    def named(self, name: str) -> Iterator[Entry]:
        """The `[[name]]` tables, in order."""
        found = self.data.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
            self.problems.append(Problem(1, _l("This file needs its [[%(name)s]] tables.", name=name)))
            return
        heading = f"[[{name}]]"
        lines = [number for number, text in enumerate(self.source.split("\n"), start=1) if text.strip() == heading]
        for number, data in enumerate(found):
            yield Entry(data, lines[number] if number < len(lines) else 1, self.problems)

    def refuse_twice(self, keys: Iterable[str]) -> None:
        for key in (key for key, times in Counter(keys).items() if times > 1):
            self.problems.append(Problem(1, _l("“%(key)s” is there twice. Give each a key of its own.", key=key)))

    def refuse_others(self, known: Collection[str]) -> None:
        for key in self.data.keys() - set(known):
            names = ", ".join(f"[[{name}]]" for name in known)
            self.problems.append(Problem(1, _l("“%(key)s” has no place here. Use: %(names)s.", key=key, names=names)))


def entries_of(source: str) -> Entries:
    data, not_toml = read_toml(source)
    return Entries(data, source, [not_toml] if not_toml else [])
