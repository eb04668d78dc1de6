"""Pictures in the text of a lesson: where they are shown, and how one is put at the end of a step."""

import re

from portal.curriculum.rules.inline import references_in
from portal.curriculum.rules.lines import Lines, read_lines, sections
from portal.kernel.alphabet import unaccented

MEDIA = "media/"
LONGEST_STEM = 60

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_NOT_IN_WORDS = str.maketrans({"[": "(", "]": ")", "\\": "/"})


def file_name(sent: str, suffix: str, taken: set[str]) -> str:
    """`media/`, a plain name made of the one it was sent with, and an ending: one that no picture there has."""
    stem = _NOT_PLAIN.sub("-", unaccented(sent.rpartition(".")[0] or sent))[:LONGEST_STEM].strip("-") or "image"
    number, name = 1, f"{MEDIA}{stem}{suffix}"
    while name in taken:
        number += 1
        name = f"{MEDIA}{stem}-{number}{suffix}"
    return name


def shown_as(name: str, words: str) -> str:
    """The Markdown that shows a picture, with the words that say what is in it."""
    return f"![{' '.join(words.translate(_NOT_IN_WORDS).split())}]({name})"


def steps_in(text: str) -> list[str]:
    """The headings of a lesson's steps, in order."""
    return [section.heading for section in sections(read_lines(text, []), "##") if section.heading is not None]


def placed(text: str, step: int, markdown: str) -> str:
    """`text` with a paragraph more at the end of this step, counted from 0; of the whole where it has fewer."""
    found = [section for section in sections(read_lines(text, []), "##") if section.heading is not None]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = found[step + 1].line - 1 if step + 1 < len(found) else len(lines)
    before, after = "\n".join(lines[:at]).rstrip(), "\n".join(lines[at:])
    return f"{before}\n\n{markdown}\n" + (f"\n{after}" if after else "")


def uses_of(name: str, text: str) -> list[str]:
    """The headings of the steps that show it; "" for what stands before the first."""
    found = sections(read_lines(text, []), "##")
    return [section.heading or "" for section in found if _is_shown(name, section.body)]


def _is_shown(name: str, lines: Lines) -> bool:
    return any(one.is_picture and one.target == name for line in lines for one in references_in(line.prose))
