"""Words as an alphabet sees them."""

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def unaccented(text: str) -> str:
    """Without case, accents and ligatures: « Maïté » is "maite", « Cœur » is "coeur"."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return "".join(character for character in spread if not unicodedata.combining(character))
