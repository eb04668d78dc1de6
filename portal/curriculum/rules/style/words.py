"""Words that lessons do without: labels by age, brands, words that talk down, and discouraged terms."""

import re
from collections.abc import Iterator
from functools import cache

from portal.curriculum.rules.glossary import Glossary
from portal.curriculum.rules.style.passages import Passage
from portal.curriculum.rules.values import Problem
from portal.kernel.i18n import _l

_AGE = {
    "fr": re.compile(
        r"\b(?:(?:les|des|aux|nos|vos|ces) (?:jeunes|vieux|vieilles|aînés)\b(?! \w+s\b)|boomers?|baby-?boomers?"
        r"|milléniaux|millénariaux|natifs? du numérique|natives? du numérique|génération [XYZ]\b"
        r"|(?:même )?à (?:son|votre|leur) âge|têtes? grises?|dinosaures?)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:the (?:young|old|elderly)(?=[.,;:!?]| (?:and|are|who|do|have)\b)|young people|old people"
        r"|boomers?|millennials?|gen(?:eration)?[ -][xyz]\b|digital natives?|still sharp|at (?:his|her|their|your) age"
        r"|gr[ea]y heads?|dinosaurs?)\b",
        re.IGNORECASE,
    ),
}
_TALKING_DOWN = {
    "fr": re.compile(r"\b(?:il suffit|évidemment|bien entendu,|tout simplement|simplement)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:simply|obviously|of course)\b", re.IGNORECASE),
}
_BRAND = re.compile(
    r"\b(?:Facebook|Instagram|TikTok|YouTube|Twitter|LinkedIn|Snapchat|WhatsApp|Messenger|Reddit|Discord|Bluesky"
    r"|Mastodon|Pinterest|Twitch|Telegram|Google|ChatGPT|Copilot|Gemini|Slack|Zoom)\b"
)
_DIGITAL = re.compile(r"\b(?:digital|digitaux|digitales?|digitalis\w+)\b", re.IGNORECASE)
DATED = {
    "fr": re.compile(
        r"\[Exemple daté\u00a0: (?:janvier|février|mars|avril|mai|juin"
        r"|juillet|août|septembre|octobre|novembre|décembre) 20\d\d\]"
    ),
    "en": re.compile(
        r"\[Dated example: (?:January|February|March|April|May|June|July|August|September|October|November|December)"
        r" 20\d\d\]"
    ),
}
_DATED_SOMEHOW = re.compile(r"\[(?:Exemple daté|Dated example)", re.IGNORECASE)


def wrong_words(passage: Passage, language: str, glossary: Glossary) -> Iterator[Problem]:
    text = passage.own_words
    if found := _AGE[language].search(text):
        yield Problem(
            passage.line, _l("“%(words)s” files people by age. Say what they do or have done.", words=found[0])
        )
    if found := _TALKING_DOWN[language].search(text):
        yield Problem(
            passage.line, _l("“%(words)s” talks down to whoever finds it hard. Leave it out.", words=found[0])
        )
    if (found := _BRAND.search(text)) and not DATED[language].search(passage.text):
        sentence = _l("Name what it does, not the brand “%(brand)s”, or mark a dated example.", brand=found[0])
        yield Problem(passage.line, sentence)
    if _DATED_SOMEHOW.search(passage.text) and not DATED[language].search(passage.text):
        yield Problem(passage.line, _l("Date this example with its month and year: [Dated example: November 2026]."))
    if language == "fr":
        yield from _wrong_french(passage.line, text, glossary)


@cache
def _as_a_word(avoided: str) -> re.Pattern[str]:
    """One or several, at the start of a sentence or within it; a name in capitals is another thing."""
    first, rest = avoided[0], avoided[1:]
    return re.compile(rf"\b[{first.upper()}{first}]{re.escape(rest)}s?\b")


def _wrong_french(line: int, text: str, glossary: Glossary) -> Iterator[Problem]:
    if _DIGITAL.search(text):
        yield Problem(line, _l("In French, say « numérique »."))
    for term in glossary:
        for avoided in term.avoid:
            if _as_a_word(avoided).search(text):
                preferred = term.names["fr"][0]
                sentence = _l(
                    "Say « %(preferred)s » rather than « %(avoided)s ».", preferred=preferred, avoided=avoided
                )
                yield Problem(line, sentence)
