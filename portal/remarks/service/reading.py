"""Remarks with their words, for who wrote them and for who answers them."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.kernel.secrecy import Opener, Owner, Place
from portal.remarks.queries import RemarkSeen


@dataclass(frozen=True, slots=True)
class RemarkRead:
    seen: RemarkSeen
    text: str | None
    """None once it was withdrawn."""
    answer: str | None


def read(seen: RemarkSeen) -> RemarkRead:
    return read_all([seen])[0]


def read_all(found: Iterable[RemarkSeen]) -> list[RemarkRead]:
    """In their order. One statement for the keys of all who wrote them."""
    remarks = list(found)
    opener = Opener({Owner(seen.writer_id) for seen in remarks})
    return [
        RemarkRead(
            seen,
            opened(opener, seen.writer_id, text_place(seen.id), seen.text_cipher),
            opened(opener, seen.writer_id, answer_place(seen.id), seen.answer_cipher),
        )
        for seen in remarks
    ]


def opened(opener: Opener, writer_id: str, place: Place, cipher: bytes | None) -> str | None:
    return opener.open(Owner(writer_id), place, cipher) if cipher is not None else None


def text_place(remark_id: str) -> Place:
    return Place("remark", "text_cipher", remark_id)


def answer_place(remark_id: str) -> Place:
    return Place("remark", "answer_cipher", remark_id)
