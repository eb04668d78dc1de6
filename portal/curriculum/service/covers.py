"""The cover of each page that is sent: what stands on it in a language."""

from functools import lru_cache

from portal.curriculum.queries import LessonCard, ModuleCard
from portal.curriculum.rules.covers import Cover
from portal.curriculum.service.drawing import drawn
from portal.kernel.i18n import _, ngettext, speaking
from portal.kernel.transaction import end_reading

KEPT_COVERS = 1024


@lru_cache(maxsize=KEPT_COVERS)
def cover_of_portal(language: str) -> Cover:
    with speaking(language):
        return Cover(
            strand=None,
            over=_("Reverse mentoring in communication"),
            title=_("Learning goes both ways"),
            under=_("Lessons to read without an account"),
        )


@lru_cache(maxsize=KEPT_COVERS)
def cover_of_module(module: ModuleCard, language: str) -> Cover:
    with speaking(language):
        return Cover(
            strand=module.strand,
            over=str(module.strand.named),
            title=module.title,
            under=ngettext("Module of one lesson", "Module of %(num)s lessons", len(module.lessons)),
        )


@lru_cache(maxsize=KEPT_COVERS)
def cover_of_lesson(module: ModuleCard, lesson: LessonCard, language: str) -> Cover:
    with speaking(language):
        return Cover(
            strand=module.strand,
            over=f"{module.strand.named} · {module.title}",
            title=lesson.title,
            under=_("Lesson, %(number)s min", number=lesson.minutes),
        )


def picture_of(cover: Cover) -> bytes:
    """As a PNG. Nothing waits for it: it is drawn with no transaction open."""
    end_reading()
    return drawn(cover)
