"""Are the translations whole? Every sentence of the code and the templates is in every catalogue, translated and sure.

English is the language of the code: it has no catalogue, so nothing can be missing there.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

CATALOGUES = Path("portal/translations")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
EXTRACT = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml", "-k", "_l"]


def main() -> int:
    sources = sentences()
    problems = [
        f"{path}: {problem}" for path in sorted(CATALOGUES.rglob("*.po")) for problem in faults(sources, read(path))
    ]
    print("\n".join(problems) or f"All {len(sources)} sentences are translated.")
    return 1 if problems else 0


def sentences() -> Catalog:
    """Every sentence that the code and the templates say, with where they say it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.pot"
        subprocess.run([*EXTRACT, "-o", str(path), "."], check=True)
        return read(path)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def faults(sources: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What is missing, fuzzy, wrongly filled in or left over, a line each."""
    for source in sources:
        if source.id:
            fault = _fault(source, catalogue)
            if fault:
                places = ", ".join(f"{path}:{line}" for path, line in source.locations[:1])
                yield f"{fault}: {_first(source)!r} ({places})"
    for message in catalogue:
        if message.id and sources.get(_first(message), message.context) is None:
            yield f"left over: {_first(message)!r}"


def _fault(source: Message, catalogue: Catalog) -> str:
    found = catalogue.get(_first(source), source.context)
    if found is None or not all(_strings(found)):
        return "missing"
    if found.fuzzy:
        return "fuzzy"
    return "; ".join(str(error) for error in found.check(catalogue)) or _placeholders(found)


def _placeholders(message: Message) -> str:
    """A form for one may say its number in words; the last form says everything."""
    *for_one, last = (set(PLACEHOLDER.findall(text)) for text in _strings(message))
    wanted = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[-1]))
    return "" if last == wanted and all(form <= wanted for form in for_one) else "other placeholders"


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


if __name__ == "__main__":
    sys.exit(main())
