"""What the doorstep shows of what there is to learn."""

from portal.curriculum.queries import LessonCard, catalogue
from portal.curriculum.rules import Strand

AT_MOST = 2


def first_lessons(language: str) -> dict[Strand, list[tuple[str, LessonCard]]]:
    """For each strand its first published lessons, each with the slug of its module."""
    found: dict[Strand, list[tuple[str, LessonCard]]] = {strand: [] for strand in Strand}
    for module in catalogue(language):
        found[module.strand] += [(module.slug, lesson) for lesson in module.lessons]
    return {strand: lessons[:AT_MOST] for strand, lessons in found.items()}
