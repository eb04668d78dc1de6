"""The chunks of a PNG."""

import re
import zlib
from collections.abc import Iterator
from struct import unpack

SIGNATURE = 8
PALETTE, TRANSPARENCY = 768, 256
LARGEST_PIXELS = 1 << 24
"""Bytes that the pixels of a picture of our size take at most, and more."""

_ORDER = re.compile(rb"IHDR( PLTE)?( tRNS)?( IDAT)+ IEND")
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def is_plain_png(content: bytes) -> bool:
    chunks = list(_chunks(content))
    if not _ORDER.fullmatch(b" ".join(kind for kind, _data in chunks)):
        return False
    others = {kind: data for kind, data in chunks if kind != b"IDAT"}
    fits = len(others.get(b"PLTE", b"")) <= PALETTE and len(others.get(b"tRNS", b"")) <= TRANSPARENCY
    pixels = b"".join(data for kind, data in chunks if kind == b"IDAT")
    return fits and not others[b"IEND"] and _is_whole(pixels, _size_of_pixels(others[b"IHDR"]))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each kind with its data; one of no kind where they are not whole."""
    at = SIGNATURE
    while at < len(content):
        length = int.from_bytes(content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length
        is_whole = at <= len(content) and zlib.crc32(kind + data) == int.from_bytes(content[at - 4 : at])
        yield kind if is_whole else b"", data


def _size_of_pixels(header: bytes) -> int:
    """In bytes; 0 for what we would not write: other sizes of header, 16 bits a colour, interlaced."""
    if len(header) != 13:  # noqa: PLR2004 (as the format says)
        return 0
    width, height, depth, colour, *rest = unpack(">IIBBBBB", header)
    if depth not in (1, 2, 4, 8) or colour not in _CHANNELS or any(rest):
        return 0
    return int(height * (1 + (width * _CHANNELS[colour] * depth + 7) // 8))


def _is_whole(squeezed: bytes, size: int) -> bool:
    """Whether it holds so many bytes, and nothing more."""
    if not 0 < size <= LARGEST_PIXELS:
        return False
    stream = zlib.decompressobj()
    try:
        pixels = stream.decompress(squeezed, size + 1)
    except zlib.error:
        return False
    return len(pixels) == size and stream.eof and not stream.unused_data
