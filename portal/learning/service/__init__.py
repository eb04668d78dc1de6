"""What two people do in a lesson, and what one of them sees of it and of the path."""

from portal.learning.service.acts import answer, erase_note, say_done, swap, undo
from portal.learning.service.agendas import list_agendas, read_agenda, read_cards
from portal.learning.service.lesson import LessonPage, read_lesson, untouched
from portal.learning.service.newer import compare_versions, take_newer
from portal.learning.service.path import read_path, read_paths
from portal.learning.service.reflecting import pass_over, save_draft, seal_text
from portal.learning.service.ritual import Ritual, read_ritual

__all__ = [
    "LessonPage",
    "Ritual",
    "answer",
    "compare_versions",
    "erase_note",
    "list_agendas",
    "pass_over",
    "read_agenda",
    "read_cards",
    "read_lesson",
    "read_path",
    "read_paths",
    "read_ritual",
    "save_draft",
    "say_done",
    "seal_text",
    "swap",
    "take_newer",
    "undo",
    "untouched",
]
