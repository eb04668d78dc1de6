"""What remarks announce. Never a word of one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemarkWithdrawn:
    """Its words and their answer are gone, and must not come back from a backup."""

    remark_id: str


@dataclass(frozen=True, slots=True)
class RemarkAnswered:
    """By those who answer for its module."""

    remark_id: str
    writer_id: str
