"""An archive that was sent is read whole or refused with the reason; nothing is ever written to a disk."""

import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.uploads.archives import (
    LARGEST_ENTRY,
    LARGEST_WHOLE,
    MOST_ENTRIES,
    MOST_SQUEEZED,
    read,
    write,
)
from portal.kernel.uploads.fault import Fault, Reason
from portal.kernel.uploads.limits import LARGEST_ARCHIVE
from portal.shipped import shipped
from tests.kernel.uploads.making import archive, entry, renamed

FILES = {"module.toml": b"position = 1\n", "01-a/fr.md": "## Lire\r\né".encode(), "01-a/media/x.png": b"\x89PNG"}
TEXT = st.text(max_size=400).map(lambda text: text.replace("\0", "").encode("utf-8", "ignore"))
NAMES = st.from_regex(r"([a-z0-9-]{1,8}/){0,3}[a-z0-9-]{1,8}\.(md|toml)", fullmatch=True)
WAYS_OUT = st.sampled_from(
    ["..", ".", "", "/", "\\", "C:", "~", "a", "\0", "%2e%2e", "․․", "con", "é", "a.md", "x.png"]
)


def refusal_of(content: bytes) -> tuple[Reason, str]:
    with pytest.raises(Fault) as refused:
        read(content)
    return refused.value.reason, refused.value.entry


def test_what_is_written_is_read_again() -> None:
    assert read(write(FILES)) == FILES


@given(st.dictionaries(NAMES, TEXT, min_size=1, max_size=12))
def test_any_files_come_back_as_they_were(files: dict[str, bytes]) -> None:
    assert read(write(files)) == files


def test_the_same_files_are_the_same_bytes() -> None:
    backwards = dict(reversed(FILES.items()))
    assert write(backwards) == write(FILES)
    with ZipFile(BytesIO(write(FILES))) as made:
        assert {(one.date_time, one.external_attr >> 16) for one in made.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), stat.S_IFREG | 0o644)
        }


def test_every_module_that_ships_comes_back_byte_for_byte() -> None:
    folders = [path.parent for path in sorted(shipped("lessons").glob("*/module.toml"))]
    assert folders
    for folder in folders:
        paths = [path for path in folder.rglob("*") if path.is_file()]
        files = {str(path.relative_to(folder.parent)): path.read_bytes() for path in paths}
        assert read(write(files)) == files


def test_folders_and_what_a_mac_adds_are_left_where_they_are() -> None:
    more = [("a/", b""), ("__MACOSX/a/._fr.md", b"\0\5"), ("a/.DS_Store", b"\0"), ("a/fr.md", b"x")]
    assert read(archive(*more)) == {"a/fr.md": b"x"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../fr.md", Reason.OUTSIDE),
        ("a/../../fr.md", Reason.OUTSIDE),
        ("/etc/fr.md", Reason.OUTSIDE),
        ("//host/fr.md", Reason.OUTSIDE),
        ("./fr.md", Reason.OUTSIDE),
        ("a//fr.md", Reason.OUTSIDE),
        ("..\\fr.md", Reason.OUTSIDE),
        ("a\\fr.md", Reason.OUTSIDE),
        ("C:fr.md", Reason.OUTSIDE),
        ("C:/fr.md", Reason.OUTSIDE),
        ("été/fr.md", Reason.NAME),
        ("e\u0301te/fr.md", Reason.NAME),
        ("a b/fr.md", Reason.NAME),
        ("a/fr.md\n", Reason.NAME),
        ("a\u202egnp.md", Reason.NAME),
        ("a/b/c/d/fr.md", Reason.NAME),
        ("a" * 300 + ".md", Reason.NAME),
        ("a/b.zip", Reason.NESTED),
        ("a/b.tar.gz", Reason.NESTED),
        ("a/b.7Z", Reason.NESTED),
        ("a/b.svg", Reason.STRANGE),
        ("a/b.html", Reason.STRANGE),
        ("a/b.gif", Reason.STRANGE),
        ("a/b.exe", Reason.STRANGE),
        ("a/md", Reason.STRANGE),
        ("a/.md.php", Reason.STRANGE),
    ],
)
def test_a_name_that_has_no_place_is_refused(name: str, reason: Reason) -> None:
    found, named = refusal_of(archive(("b/fr.md", b"x"), (name, b"x")))
    assert found is reason
    assert named == "".join(one if one.isprintable() else "?" for one in name)[:80]


@pytest.mark.parametrize("other", ["a/fr.md", "A/fr.md", "a/FR.MD"])
def test_the_same_name_twice_is_refused(other: str) -> None:
    content = renamed(archive(("a/fr.md", b"x"), ("b/fr.md", b"y")), "b/fr.md", other)
    assert refusal_of(content) == (Reason.TWICE, other)


def test_a_name_that_says_one_thing_here_and_another_there_is_refused() -> None:
    content = archive(("a/fr.md", b"x"))
    assert refusal_of(content.replace(b"a/fr.md", b"../r.md", 1))[0] is Reason.BROKEN
    cut = archive(("a/fr.md0b.exe", b"x")).replace(b"md0b", b"md\0b")
    assert refusal_of(cut)[0] in (Reason.NAME, Reason.BROKEN)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFDIR])
def test_what_is_no_file_is_refused(kind: int) -> None:
    assert refusal_of(archive((entry("a/fr.md", mode=kind | 0o777), b"/etc/passwd"))) == (Reason.LINK, "a/fr.md")


def test_a_folder_that_is_a_link_or_holds_something_is_refused() -> None:
    assert refusal_of(archive((entry("a/", mode=stat.S_IFLNK), b"")))[0] is Reason.LINK
    assert refusal_of(renamed(archive(("bb", b"x")), "bb", "b/"))[0] is Reason.STRANGE


def test_an_entry_under_a_password_is_refused() -> None:
    content = bytearray(archive(("a/fr.md", b"x")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal_of(bytes(content)) == (Reason.ENCRYPTED, "a/fr.md")


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_what_is_squeezed_in_a_rare_way_is_refused(method: int) -> None:
    made = BytesIO()
    with ZipFile(made, "w", method) as writing:
        writing.writestr("a/fr.md", b"x" * 1000)
    assert refusal_of(made.getvalue())[0] is Reason.BROKEN


def test_too_many_entries_are_refused() -> None:
    most = [(f"a/{number}.md", b"") for number in range(MOST_ENTRIES)]
    assert len(read(archive(*most))) == MOST_ENTRIES
    assert refusal_of(archive(*most, ("b/fr.md", b"")))[0] is Reason.MANY_ENTRIES


def test_too_much_is_refused_by_what_really_comes() -> None:
    assert refusal_of(archive(("a/fr.md", b"x" * (LARGEST_ENTRY + 1)))) == (Reason.LARGE_ENTRY, "a/fr.md")
    assert refusal_of(b"PK\x03\x04" + b"\0" * LARGEST_ARCHIVE)[0] is Reason.LARGE_ARCHIVE
    lines = b"".join(b"%d\n" % number for number in range(700_000))
    many = [(f"a/{number}.md", lines) for number in range(LARGEST_WHOLE // len(lines) + 1)]
    assert refusal_of(archive(*many, squeezed=True))[0] is Reason.LARGE_WHOLE


def test_a_bomb_is_refused() -> None:
    small = archive(("a/fr.md", b"a" * MOST_SQUEEZED * 2000), squeezed=True)
    assert refusal_of(small) == (Reason.SQUEEZED, "a/fr.md")


def test_entries_that_share_bytes_are_refused() -> None:
    """As in the bombs whose every entry is the same bytes."""
    content = bytearray(renamed(archive(("a/fr.md", b"x" * 50), ("b/fr.md", b"y" * 50)), "b/fr.md", "a/en.md"))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    assert refusal_of(bytes(content))[0] is Reason.OVERLAP
    quoted = bytearray(archive(("a/fr.md", b"x" * 50), ("b/fr.md", b"y" * 50)))
    first = quoted.index(b"PK\x01\x02")
    quoted[first + 20 : first + 28] = struct.pack("<II", 90, 90)
    assert refusal_of(bytes(quoted))[0] is Reason.OVERLAP


@pytest.mark.parametrize("content", [b"\xff\xfe", b"PK\x03\x04\0\0", b"a\0b", "é".encode("latin-1")])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    for name in ("a/fr.md", "module.toml"):
        assert refusal_of(archive((name, content))) == (Reason.NO_TEXT, name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"PK\x05\x06" + b"\0" * 18,
        b"\x1f\x8b\x08",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf",
        b"MZ" + archive(("a.md", b"")),
    ],
)
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    assert refusal_of(content)[0] is Reason.NO_ARCHIVE


def test_one_that_breaks_off_is_refused() -> None:
    whole = write(FILES)
    for length in range(4, len(whole) - 1, 7):
        assert refusal_of(whole[:length])[0] is Reason.BROKEN


@contextmanager
def nothing_written(folder: Path) -> Iterator[None]:
    """The whole tree is the same before and after."""

    def tree() -> dict[Path, bytes | None]:
        return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}

    before = tree()
    yield
    assert tree() == before


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a careless reader would write: a folder with something in it, and one above."""
    inside = tmp_path_factory.mktemp("outside") / "inside"
    inside.mkdir()
    (inside / "fr.md").write_bytes(b"mine")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(inside)
        yield inside


@pytest.mark.proof
@given(
    st.lists(
        st.tuples(st.lists(WAYS_OUT, min_size=1, max_size=5), st.sampled_from([0, 0o100644, 0o120777])), max_size=4
    )
)
def test_archives_of_any_names_write_nothing(place: Path, entries: list[tuple[list[str], int]]) -> None:
    content = archive(*((entry("/".join(parts), mode=mode), b"../../x") for parts, mode in entries))
    with nothing_written(place.parent):
        _is_answered(content)


@pytest.mark.proof
@given(st.integers(0, 400), st.binary(min_size=1, max_size=6))
def test_archives_with_any_bytes_changed_write_nothing(place: Path, at: int, bytes_: bytes) -> None:
    whole = write(FILES)
    with nothing_written(place.parent):
        _is_answered(whole[:at] + bytes_ + whole[at + len(bytes_) :])


@pytest.mark.proof
def test_random_archives_write_nothing(place: Path, share: float) -> None:
    chance = Random(7)  # noqa: S311 (for no secret)
    whole = write(FILES)
    with nothing_written(place.parent):
        for _ in range(round(20_000 * share)):
            content = bytearray(whole)
            for _change in range(chance.randint(1, 8)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            _is_answered(bytes(content))


def _is_answered(content: bytes) -> None:
    """By a refusal, or by files whose every name stays where it is put."""
    try:
        files = read(content)
    except Fault:
        return
    for name in files:
        assert Path("/place", name).resolve().is_relative_to("/place")
        assert name == name.casefold() or name.casefold() not in files
