"""A strict look at the bytes of a picture: of which kind it is, and whether it holds the picture and nothing else."""

from enum import StrEnum

from portal.kernel.uploads.structure.jpeg import is_plain_jpeg
from portal.kernel.uploads.structure.png import is_plain_png
from portal.kernel.uploads.structure.webp import is_plain_webp


class Kind(StrEnum):
    """By the name that the drawing library has for it."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WEBP"

    @property
    def media_type(self) -> str:
        return f"image/{self.lower()}"

    @property
    def suffix(self) -> str:
        return ".jpg" if self is Kind.JPEG else f".{self.lower()}"


def kind_of(content: bytes) -> Kind | None:
    """What the first bytes say, whatever the name."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def is_plain(content: bytes, kind: Kind) -> bool:
    """Whether nothing goes with the picture: no metadata, no comment, no profile, nothing after its end."""
    checks = {Kind.PNG: is_plain_png, Kind.JPEG: is_plain_jpeg, Kind.WEBP: is_plain_webp}
    return checks[kind](content)
