"""Words as an alphabet sees them."""

import unicodedata


def unaccented(text: str) -> str:
    """Without case and accents: « Maïté » is "maite"."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in spread if not unicodedata.combining(character))
