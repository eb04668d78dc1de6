"""Every expected "no", with the sentence a person reads."""

from typing import Protocol


class Sentence(Protocol):
    """A lazily translated sentence: it becomes text in the language of who reads it."""

    def __str__(self) -> str: ...


class Refusal(Exception):  # noqa: N818 (it is no error: it is an answer)
    """The portal says no, for a reason it can tell.

    `field` names the form field the sentence belongs beside; `status` is the HTTP status when no
    view shows it nearer to its cause.
    """

    def __init__(self, sentence: Sentence, *, field: str | None = None, status: int = 409) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.status = status
