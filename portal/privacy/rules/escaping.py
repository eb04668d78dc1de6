"""What people typed, so that Markdown shows it as it is: it makes no heading, list, picture or quotation of its own."""

import re
from itertools import pairwise

_SPECIAL = re.compile(r"[\\`*_\[\]<~|]|&(?=[#\w])")
_OPENS_A_BLOCK = re.compile(r"^(\d*)(?=[-+=#>.)])")
_BLANKS = {" ": "\N{NO-BREAK SPACE}", "\t": "\N{NO-BREAK SPACE}" * 4}
_BREAK = "  "


def one_line(text: str) -> str:
    """In a heading, a list or a table."""
    return _special(" ".join(text.split())).replace("#", r"\#")


def quoted(text: str) -> str:
    """As a quotation that keeps its lines, its blank lines and its indents."""
    lines = [_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(_quoted(line, goes_on=bool(after)) for line, after in pairwise([*lines, ""]))


def _quoted(line: str, *, goes_on: bool) -> str:
    return f"> {line}{_BREAK if goes_on else ''}" if line else ">"


def _line(line: str) -> str:
    bare = line.strip(" \t")
    indent = line[: len(line) - len(line.lstrip(" \t"))] if bare else ""
    return "".join(_BLANKS[blank] for blank in indent) + _OPENS_A_BLOCK.sub(r"\1\\", _special(bare))


def _special(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
