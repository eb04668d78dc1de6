"""The chunks of a WebP."""

import re
from collections.abc import Iterator

HEADER = 12
ONLY_ALPHA = b"\x10\0\0\0"
EXTENDED = 10

_ORDER = re.compile(rb"VP8 |VP8L|VP8X,ALPH,VP8 ")


def is_plain_webp(content: bytes) -> bool:
    chunks = list(_chunks(content))
    if not _ORDER.fullmatch(b",".join(kind for kind, _data in chunks)):
        return False
    is_whole = int.from_bytes(content[4:8], "little") == len(content) - 8
    kind, first = chunks[0]
    return is_whole and (kind != b"VP8X" or (len(first) == EXTENDED and first.startswith(ONLY_ALPHA)))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each kind with its data; one of no kind where they are not whole."""
    at = HEADER
    while at < len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        kind, data = content[at : at + 4], content[at + 8 : at + 8 + length]
        padding = content[at + 8 + length : at + 8 + length + length % 2]
        at += 8 + length + length % 2
        yield kind if at <= len(content) and not any(padding) else b"", data
