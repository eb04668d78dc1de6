"""How French is set in Quebec, and English in Canada.

Source: Office québécois de la langue française, Banque de dépannage linguistique, the spacing of punctuation marks.
"""

import re
from collections.abc import Iterator

from portal.curriculum.rules.style.passages import Passage
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l
from portal.kernel.refusal import Sentence

_NO_BREAK = "\u00a0\u202f"

_EVERYWHERE: tuple[tuple[re.Pattern[str], Sentence], ...] = (
    (re.compile(r"\w'\w|(?<!\w)'\w|\w'(?!\w)"), _l("Write a curly apostrophe here: ’.")),
    (re.compile(r"\.\.\."), _l("Write an ellipsis here, one character: ….")),
    (re.compile(r"\S[ ]{2,}\S"), _l("One space is enough here.")),
)
_MARKS: dict[str, tuple[tuple[re.Pattern[str], Sentence], ...]] = {
    "fr": (
        *_EVERYWHERE,
        (re.compile(r'"'), _l("Write these quotation marks as « and », with no-break spaces (U+00A0) inside.")),
        (re.compile(rf"«[^{_NO_BREAK}]|[^{_NO_BREAK}]»"), _l("Put a no-break space (U+00A0) inside « and ».")),
        (re.compile(r"\S[ \t]:(?:\s|\*|$)"), _l("Put a no-break space (U+00A0) before this colon.")),
        (re.compile(r"[ \u00a0\u202f][;!?]"), _l("No space goes before ; ! or ?.")),
        (
            re.compile(rf"\d[^{_NO_BREAK}\d]?[%$](?!\w)"),
            _l("Put a no-break space (U+00A0) between a number and % or $."),
        ),
        (re.compile(r"\d (?:h\b|\d{3}\b)"), _l("Put a no-break space (U+00A0) within an hour or a large number.")),
        (re.compile(r"\w[·•‧]\w"), _l("No midpoint: say it otherwise, or write both forms out.")),
    ),
    "en": (
        *_EVERYWHERE,
        (re.compile(r'"'), _l("Write curly quotation marks here: “ and ”.")),
        (re.compile(r"\w\s+[;:!?](?:\s|\*|$)"), _l("No space goes before a punctuation mark.")),
        (re.compile(r"\d\s+%"), _l("No space goes between a number and %.")),
    ),
}
_BARE_COLON = re.compile(r"[^\s\d:]:(?:\s|\*|$)")
_OPTION_MARK = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+(?:\[[ xX]\]\s+)?|^\s*>\s?")


def wrong_marks(passage: Passage, language: str) -> Iterator[Problem]:
    text = _OPTION_MARK.sub("", passage.text)
    for pattern, sentence in _MARKS[language]:
        if pattern.search(text):
            yield Problem(passage.line, sentence)
    if language == "fr" and _BARE_COLON.search(passage.own_words):
        yield Problem(passage.line, _l("Put a no-break space (U+00A0) before this colon."))
