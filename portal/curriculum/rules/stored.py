"""A rendered lesson as JSON, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from portal.curriculum.rules.values import LessonText, Option, Prompts, Question, Step, StepKind


def to_stored(lesson: LessonText) -> dict[str, Any]:
    return asdict(lesson)


def from_stored(data: Mapping[str, Any]) -> LessonText:
    return LessonText(**{**data, "steps": tuple(_step(step) for step in data["steps"])})


def _step(data: Mapping[str, Any]) -> Step:
    return Step(
        key=data["key"],
        kind=StepKind(data["kind"]),
        title=data["title"],
        text=data["text"],
        questions=tuple(
            Question(question["text"], tuple(Option(**option) for option in question["options"]))
            for question in data["questions"]
        ),
        prompts=Prompts(**data["prompts"]),
    )
