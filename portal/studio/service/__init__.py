"""Use cases of the studio."""

from portal.studio.service.files import draft_files, take_files
from portal.studio.service.lessons import (
    add_lesson,
    duplicate_lesson,
    move_lesson,
    put_lesson_back,
    remove_lesson,
)
from portal.studio.service.looking import look_at, look_at_release, make_ready
from portal.studio.service.mending import mend
from portal.studio.service.modules import begin, forget, make, save_sheet, set_aside
from portal.studio.service.releasing import approve, ask, cancel, carry_out, publish_now, send_back
from portal.studio.service.restoring import put_revision_back, unpublish_module
from portal.studio.service.writing import Saving, Written, save_texts

__all__ = [
    "Saving",
    "Written",
    "add_lesson",
    "approve",
    "ask",
    "begin",
    "cancel",
    "carry_out",
    "draft_files",
    "duplicate_lesson",
    "forget",
    "look_at",
    "look_at_release",
    "make",
    "make_ready",
    "mend",
    "move_lesson",
    "publish_now",
    "put_lesson_back",
    "put_revision_back",
    "remove_lesson",
    "save_sheet",
    "save_texts",
    "send_back",
    "set_aside",
    "take_files",
    "unpublish_module",
]
