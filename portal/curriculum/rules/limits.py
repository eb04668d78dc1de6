"""How much a document may hold: what is longer, or nested deeper, is not even read."""

from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l
from portal.kernel.markup import DEEPEST, first_too_deep

LARGEST = 64 * 1024
"""Bytes, as UTF-8."""


def beyond_limits(source: str) -> Problem | None:
    """What is too much of a document, on the line where it begins to be."""
    whole = source.encode(errors="surrogatepass")
    if len(whole) > LARGEST:
        line = 1 + whole[:LARGEST].count(b"\n")
        sentence = _l("This text is over %(most)s KiB, from this line on. Shorten it.", most=LARGEST // 1024)
        return Problem(line, sentence)
    line_too_deep = first_too_deep(source)
    if line_too_deep is not None:
        sentence = _l(
            "Lists, quotes and emphasis stand more than %(most)s deep in each other here. Make them simpler.",
            most=DEEPEST,
        )
        return Problem(line_too_deep, sentence)
    return None
