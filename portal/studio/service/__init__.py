"""Use cases of the studio."""

from portal.studio.service.authors import add_author, give_author, remove_author
from portal.studio.service.files import draft_files, duplicate, take_files
from portal.studio.service.forgetting import on_time_passed
from portal.studio.service.importing import PlanChanged, arrive, plan_of, take_in
from portal.studio.service.lessons import (
    add_lesson,
    duplicate_lesson,
    free_place,
    move_lesson,
    put_lesson_back,
    remove_lesson,
)
from portal.studio.service.looking import look_at, look_at_release, make_ready
from portal.studio.service.mending import mend
from portal.studio.service.modules import begin, forget, make, save_sheet, set_aside
from portal.studio.service.pictures import add_picture, remove_picture, show_picture
from portal.studio.service.receiving import clean_picture, files_in
from portal.studio.service.releasing import (
    approve,
    ask,
    cancel,
    carry_out,
    is_given_up,
    publish_now,
    send_back,
    try_again,
)
from portal.studio.service.restoring import put_revision_back, unpublish_module
from portal.studio.service.sheets import restore_sheet
from portal.studio.service.writing import Saving, Written, restore, save_texts

__all__ = [
    "PlanChanged",
    "Saving",
    "Written",
    "add_author",
    "add_lesson",
    "add_picture",
    "approve",
    "arrive",
    "ask",
    "begin",
    "cancel",
    "carry_out",
    "clean_picture",
    "draft_files",
    "duplicate",
    "duplicate_lesson",
    "files_in",
    "forget",
    "free_place",
    "give_author",
    "is_given_up",
    "look_at",
    "look_at_release",
    "make",
    "make_ready",
    "mend",
    "move_lesson",
    "on_time_passed",
    "plan_of",
    "publish_now",
    "put_lesson_back",
    "put_revision_back",
    "remove_author",
    "remove_lesson",
    "remove_picture",
    "restore",
    "restore_sheet",
    "save_sheet",
    "save_texts",
    "send_back",
    "set_aside",
    "show_picture",
    "take_files",
    "take_in",
    "try_again",
    "unpublish_module",
]
