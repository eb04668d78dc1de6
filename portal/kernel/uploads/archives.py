"""Reading an archive that somebody sent, and writing one. Nothing is ever written to a disk."""

import codecs
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from portal.kernel.uploads.fault import Fault, Reason, decoding
from portal.kernel.uploads.limits import LARGEST_ARCHIVE, MIB

Files = Mapping[str, bytes]

LARGEST_ENTRY, LARGEST_WHOLE = 5 * MIB, 50 * MIB
MOST_ENTRIES = 200
MOST_SQUEEZED = 100
"""How many times as large as in the archive an entry may be."""
LONGEST_NAME, DEEPEST = 300, 4

TEXTS = (".md", ".toml")
PICTURES = (".png", ".jpg", ".jpeg", ".webp")
ARCHIVES = (".zip", ".jar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar")
LITTER = ("__MACOSX", ".DS_Store")
"""What a Mac adds to an archive by itself. It is left where it is."""

PIECE = 1 << 16
LOCAL_HEADER, NAME_AT = 30, 26
ENCRYPTED = 0x1 | 0x40 | 0x2000
BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)

codecs.lookup("cp437")  # how old archives spell names; a child opens no file to find out

_PLAIN = re.compile(r"[A-Za-z0-9._/-]+")
_DRIVE = re.compile(r"[A-Za-z]:")


def read(content: bytes) -> dict[str, bytes]:
    """Every file in it by its path."""
    if len(content) > LARGEST_ARCHIVE:
        raise Fault(Reason.LARGE_ARCHIVE)
    if not content.startswith(b"PK\x03\x04"):
        raise Fault(Reason.NO_ARCHIVE)
    with decoding(), ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        _refuse_crowd(entries)
        _refuse_overlap(content, entries, archive.start_dir)
        return dict(_read(archive, [entry for entry in entries if not _is_litter(entry)]))


def read_own(content: bytes) -> dict[str, bytes]:
    """What `write` wrote, however large: it was looked at before."""
    with ZipFile(BytesIO(content)) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


def write(files: Files) -> bytes:
    """The same bytes for the same files, wherever and whenever they are written: nothing is squeezed or dated."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for path in sorted(files):
            entry = ZipInfo(path, BEGINNING_OF_TIME)
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[path])
    return made.getvalue()


def _refuse_crowd(entries: Sequence[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Fault(Reason.MANY_ENTRIES)
    seen = set[str]()
    for entry in entries:
        name = entry.orig_filename.rstrip("/").casefold()
        if name in seen:
            raise Fault(Reason.TWICE, entry.orig_filename)
        seen.add(name)


def _refuse_overlap(content: bytes, entries: Sequence[ZipInfo], end: int) -> None:
    """No byte of the archive belongs to two entries."""
    for entry in sorted(entries, key=lambda one: one.header_offset, reverse=True):
        at = entry.header_offset + NAME_AT
        named = int.from_bytes(content[at : at + 2], "little") + int.from_bytes(content[at + 2 : at + 4], "little")
        if entry.header_offset + LOCAL_HEADER + named + entry.compress_size > end:
            raise Fault(Reason.OVERLAP, entry.orig_filename)
        end = entry.header_offset


def _is_litter(entry: ZipInfo) -> bool:
    parts = entry.orig_filename.split("/")
    return parts[0] == LITTER[0] or parts[-1] == LITTER[1]


def _read(archive: ZipFile, entries: Sequence[ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for entry in entries:
        reason = _wrong_name(entry.orig_filename) or _wrong_entry(entry)
        if reason:
            raise Fault(reason, entry.orig_filename)
    left = LARGEST_WHOLE
    for entry in entries:
        if not entry.is_dir():
            content = _content(archive, entry, left)
            left -= len(content)
            yield entry.filename, content


def _wrong_name(name: str) -> Reason | None:
    parts = name.removesuffix("/").split("/")
    if "\\" in name or _DRIVE.match(name) or not {"", ".", ".."}.isdisjoint(parts):
        return Reason.OUTSIDE
    if not _PLAIN.fullmatch(name) or len(name) > LONGEST_NAME or len(parts) > DEEPEST:
        return Reason.NAME
    if name.endswith("/") or parts[-1].lower().endswith((*TEXTS, *PICTURES)):
        return None
    return Reason.NESTED if parts[-1].lower().endswith(ARCHIVES) else Reason.STRANGE


def _wrong_entry(entry: ZipInfo) -> Reason | None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFDIR if entry.is_dir() else stat.S_IFREG):
        return Reason.LINK
    if entry.flag_bits & ENCRYPTED:
        return Reason.ENCRYPTED
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return Reason.BROKEN
    return Reason.STRANGE if entry.is_dir() and entry.file_size else None


def _content(archive: ZipFile, entry: ZipInfo, left: int) -> bytes:
    """What it really holds, counted as it comes: what it says of itself proves nothing."""
    pieces, size = [], 0
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_ENTRY:
                raise Fault(Reason.LARGE_ENTRY, entry.filename)
            if size > left:
                raise Fault(Reason.LARGE_WHOLE, entry.filename)
            if size > MOST_SQUEEZED * entry.compress_size:
                raise Fault(Reason.SQUEEZED, entry.filename)
    content = b"".join(pieces)
    if entry.filename.lower().endswith(TEXTS) and not _is_text(content):
        raise Fault(Reason.NO_TEXT, entry.filename)
    return content


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False
