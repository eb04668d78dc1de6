"""Both languages keep their typography. Whether the French is whole, .ci/translations.py tells."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from portal.shipped import PACKAGE

FRENCH = PACKAGE / "translations" / "fr" / "LC_MESSAGES" / "messages.po"

# What the French never holds, each with a sentence that must be caught.
FRENCH_FAULTS = {
    "a space before ; ! or ?": (re.compile(r"[\s\u202f][;!?]"), "Qui guide\u00a0?"),
    "a breaking space before a colon": (re.compile(r" :"), "Voici : le lien"),
    "no space before a last colon": (re.compile(r"[^\u00a0]:$"), "Pour vous connecter:"),
    "a breaking or missing space inside « »": (re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"), "« Essayer »"),
    "a breaking space before a unit": (re.compile(r"(?:\d|\)s) (?:%|\$|min\b|h\b)"), "8 min"),
    "a straight apostrophe or quote": (re.compile(r"['\"]"), "l'entente"),
    "an English quote": (re.compile(r"[“”‘]"), "“Essayer”"),
    "a shortened doublet": (
        re.compile(r"[·•‧]|\((?:e|s|es|ne|trice)\)|\b(?:il|le|un|du|et|[mts]on)/\w"),
        "un·e partenaire",
    ),
    "a word that elides before a vowel, right before a name": (
        re.compile(r"(?i)\b(?:de|que|puisque|jusque|le|la|je|ne|se)\s%\((?:name|one|other)\)s"),
        "la réflexion de %(name)s",
    ),
    "a dash as punctuation": (re.compile(r"[—–]"), "le duo — fermé"),
    "an exclamation": (re.compile(r"!"), "Bravo!"),
    "a word that blames or belittles": (re.compile(r"(?i)malheureusement|simplement|il suffit"), "Simplement"),
}

ENGLISH_FAULTS = {
    "a straight apostrophe or quote": (re.compile(r"['\"]"), "the lesson's media"),
    "a dash as punctuation": (re.compile(r"[—–]"), "closed — for good"),
}


def english_of(message: Message) -> tuple[str, ...]:
    """The sentence, or its singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def french_of(message: Message) -> tuple[str, ...]:
    """Its French, in as many forms."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def sentences(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    """What the code and the templates say, in English."""
    template = tmp_path_factory.mktemp("translations") / "messages.pot"
    extract = ["pybabel", "-q", "extract", "-F", "pyproject.toml", "-k", "_l", "-o", str(template), "."]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(Path(__file__).parents[2])
        CommandLineInterface().run(extract)  # type: ignore[no-untyped-call]
    with template.open("rb") as file:
        return sentences(read_po(file))


@pytest.fixture(scope="module")
def french() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


@pytest.mark.parametrize("fault", FRENCH_FAULTS)
def test_the_french_keeps_its_typography(french: Catalog, fault: str) -> None:
    pattern, example = FRENCH_FAULTS[fault]
    assert pattern.search(example)
    assert [text for message in sentences(french) for text in french_of(message) if pattern.search(text)] == []


@pytest.mark.parametrize("fault", ENGLISH_FAULTS)
def test_the_english_keeps_its_typography(said: list[Message], fault: str) -> None:
    pattern, example = ENGLISH_FAULTS[fault]
    assert pattern.search(example)
    assert [text for message in said for text in english_of(message) if pattern.search(text)] == []
