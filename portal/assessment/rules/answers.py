"""What somebody answers in a sitting: how it is kept, in which order options are shown, when it may be saved."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from portal.curriculum.rules import Choice, Situation


class SittingKind(StrEnum):
    BEFORE = "before"
    AFTER = "after"


CONFIDENCES = (1, 2, 3)
"""I hesitate, probably, yes."""


class Given(NamedTuple):
    """An option chosen, and how sure of it; no option: left out."""

    option: str = ""
    confidence: int = 0


class Answer(NamedTuple):
    """What was given, and the version of the sitting that it came with."""

    given: Given
    version: int

    @property
    def is_given(self) -> bool:
        return bool(self.given.option)


Answers = Mapping[str, Answer]
"""By the key of the situation. One that was given and left out again is still there."""


def closed(answers: Answers) -> str:
    """As a text to encrypt: as long for one answer as for any other."""
    return json.dumps({key: [*one.given, one.version] for key, one in sorted(answers.items())}, separators=(",", ":"))


def opened(text: str) -> Answers:
    kept = json.loads(text).items()
    return {key: Answer(Given(option, confidence), version) for key, (option, confidence, version) in kept}


def given_in(answers: Answers) -> Mapping[str, Given]:
    """What counts."""
    return {key: one.given for key, one in answers.items() if one.is_given}


def shuffled(situation: Situation, person_id: str, kind: SittingKind) -> tuple[Choice, ...]:
    """The options in an order of this person's own, the same whenever they look, and another in the other sitting."""

    def place(option: Choice) -> bytes:
        return sha256(f"{person_id}:{kind}:{situation.key}:{option.key}".encode()).digest()

    return tuple(sorted(situation.options, key=place))


def changes(answers: Answers, sent: Mapping[str, Given]) -> Mapping[str, Given]:
    """What is not kept as it was sent."""
    nothing = Answer(Given(), 0)
    return {key: given for key, given in sent.items() if answers.get(key, nothing).given != given}


def is_outdated(answers: Answers, changed: Sequence[str] | Mapping[str, Given], version: int) -> bool:
    """Whether anything that would be changed was given after the page was made."""
    return any(key in answers and answers[key].version > version for key in changed)


def with_changes(answers: Answers, changed: Mapping[str, Given], version: int) -> Answers:
    return {**answers, **{key: Answer(given, version) for key, given in changed.items()}}
