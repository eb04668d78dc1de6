"""Two texts that came to differ, side by side: what stands only in one of them."""

import re
from difflib import SequenceMatcher

Runs = list[tuple[str, bool]]
"""A text in its order, piece by piece; True for what the other has not."""

WORD = re.compile(r"\S+\s*|\s+")


def runs(text: str, other: str) -> Runs:
    """`text`, word by word against `other`."""
    words, others = WORD.findall(text), WORD.findall(other)
    found: Runs = []
    for kind, start, end, _from, _to in SequenceMatcher(None, words, others).get_opcodes():
        if start < end:
            found.append(("".join(words[start:end]), kind != "equal"))
    return found
