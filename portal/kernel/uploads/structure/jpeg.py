"""The segments of a JPEG."""

import re

START, END = b"\xff\xd8", b"\xff\xd9"
DHT, SOS, DQT, DRI, APP0 = 0xC4, 0xDA, 0xDB, 0xDD, 0xE0
BASELINE, PROGRESSIVE = 0xC0, 0xC2
TABLES_OF_64 = 65, 129
COUNTS = 16

_SCAN = re.compile(rb"(?:[^\xff]|\xff[\x00\xd0-\xd7])*")


def is_plain_jpeg(content: bytes) -> bool:
    at, seen = len(START), []
    while content[at : at + 2] != END:
        if content[at : at + 1] != b"\xff" or at + 4 > len(content):
            return False
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        data = content[at + 4 : at + 2 + length]
        if length != len(data) + 2 or not _is_known(marker, data):
            return False
        at += 2 + length
        if marker == SOS:
            found = _SCAN.match(content, at)
            at = found.end() if found else at
        seen.append(marker)
    return at + len(END) == len(content) and seen.count(APP0) <= 1 and SOS in seen


def _is_known(marker: int, data: bytes) -> bool:
    """Whether a picture needs this segment, and it holds what its kind must hold."""
    if marker == APP0:
        return data.startswith(b"JFIF\0") and len(data) == 14 and not any(data[12:])  # noqa: PLR2004 (no thumbnail)
    if marker == DQT:
        return _are_quantities(data)
    if marker == DHT:
        return _are_codes(data)
    if marker in (BASELINE, PROGRESSIVE):
        return len(data) > 5 and len(data) == 6 + 3 * data[5]  # noqa: PLR2004 (as the format says)
    if marker == SOS:
        return len(data) > 0 and len(data) == 4 + 2 * data[0]
    return marker == DRI and len(data) == 2  # noqa: PLR2004 (as the format says)


def _are_quantities(data: bytes) -> bool:
    """One table after another, of 64 numbers of one or two bytes."""
    while data:
        data, cut = data[TABLES_OF_64[data[0] >> 4 & 1] :], len(data) < TABLES_OF_64[data[0] >> 4 & 1]
        if cut:
            return False
    return True


def _are_codes(data: bytes) -> bool:
    """One table after another, each as long as its counts say."""
    while data:
        length = 1 + COUNTS + sum(data[1 : 1 + COUNTS])
        if len(data) < length:
            return False
        data = data[length:]
    return True
