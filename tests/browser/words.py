"""What the portal says, in the language of whoever reads it. Tests name sentences in English, as the code does."""

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from portal.shipped import PACKAGE

FRENCH = PACKAGE / "translations/fr/LC_MESSAGES/messages.mo"


class Words:
    def __init__(self, language: str) -> None:
        self.language = language
        self._french = _catalogue()

    def __call__(self, sentence: str, **names: object) -> str:
        """The sentence as this reader reads it. One that the portal never says is a mistake of the test."""
        message = self._french.get(sentence)
        if message is None:
            raise KeyError(f"the portal has no such sentence: {sentence!r}")
        said = str(message.string) if self.language == "fr" else sentence
        return said % names if names else said

    def beginning(self, sentence: str) -> str:
        """The sentence up to what changes in it."""
        return self(sentence).partition("%(")[0].strip()


def _catalogue() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_mo(file)
