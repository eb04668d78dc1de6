"""What the page of a lesson shows to a visitor, made from values alone: once published, and while it is written."""

from collections.abc import Mapping
from typing import Any

from portal.curriculum.queries import PublishedLesson
from portal.curriculum.rules.advice import Advice
from portal.curriculum.rules.answers import feedback_shown
from portal.kernel.templates import render


def lesson_shown(found: PublishedLesson, before: Advice, answers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "lesson": found,
        "text": found.text,
        "before": before,
        "answers": answers,
        "feedback_shown": feedback_shown,
    }


def previewed(found: PublishedLesson, before: Advice) -> str:
    """The same page before any answer, without what stands around it. Nobody is asked who looks at it."""
    return render("catalogue/preview.html", **lesson_shown(found, before, {}), actor=None)
