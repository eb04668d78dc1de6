"""Use cases of the studio."""

from portal.studio.service.files import draft_files, take_files
from portal.studio.service.lessons import (
    add_lesson,
    duplicate_lesson,
    move_lesson,
    put_lesson_back,
    remove_lesson,
)
from portal.studio.service.modules import begin, forget, make, save_sheet, set_aside
from portal.studio.service.writing import Saving, Written, save_texts

__all__ = [
    "Saving",
    "Written",
    "add_lesson",
    "begin",
    "draft_files",
    "duplicate_lesson",
    "forget",
    "make",
    "move_lesson",
    "put_lesson_back",
    "remove_lesson",
    "save_sheet",
    "save_texts",
    "set_aside",
    "take_files",
]
