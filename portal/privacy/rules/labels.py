"""What the columns and values that leave are called, where a person reads them."""

from collections.abc import Mapping

from portal.curriculum.rules import StepKind
from portal.kernel.i18n import _, _l
from portal.kernel.refusal import Sentence

LABELS: Mapping[str, Sentence] = {
    "accepted_at": _l("Accepted"),
    "accepted_by_id": _l("Accepted by"),
    "act": _l("What"),
    "added_at": _l("Added"),
    "added_by_id": _l("Added by"),
    "agreed_at": _l("Agreed"),
    "answered_at": _l("Answered"),
    "answered_by_id": _l("Answered by"),
    "attested_at": _l("Attested"),
    "author_id": _l("Proposed by"),
    "band": _l("Level"),
    "begun_at": _l("Begun"),
    "blocked_at": _l("Blocked"),
    "blocked_id": _l("Whom"),
    "chosen_at": _l("Chosen"),
    "closed_at": _l("Closed"),
    "closing_at": _l("Closing since"),
    "created_at": _l("Made"),
    "device": _l("Browser"),
    "dimension": _l("Dimension"),
    "disabled_at": _l("Disabled"),
    "done_at": _l("Done"),
    "done_together_at": _l("Done together"),
    "email": _l("Email address"),
    "email_confirmed_at": _l("Address confirmed"),
    "ended_at": _l("Ended"),
    "expires_at": _l("Good until"),
    "finished_at": _l("Finished"),
    "frozen_at": _l("Frozen since"),
    "given_at": _l("Given"),
    "goes_on_at": _l("Would go on since"),
    "guide_id": _l("Guide"),
    "guide_set_at": _l("Guide chosen"),
    "guide_set_by_id": _l("Guide chosen by"),
    "handler_id": _l("Handled by"),
    "id": _l("Pair"),
    "is_named": _l("With your name"),
    "joined_at": _l("Joined"),
    "kind": _l("Which time"),
    "language": _l("Language"),
    "last_act_at": _l("Last active"),
    "left_at": _l("Left"),
    "left_email": _l("Former address"),
    "lesson_id": _l("Lesson"),
    "lesson_slug": _l("Lesson"),
    "lessons_together": _l("Lessons finished together"),
    "module_id": _l("Module"),
    "name": _l("Name"),
    "note": _l("Note"),
    "number": _l("Number"),
    "option": _l("Number of the answer chosen"),
    "pair_id": _l("Pair"),
    "paused_at": _l("On pause since"),
    "proposed_at": _l("Proposed"),
    "proposed_by_id": _l("Proposed by"),
    "published_at": _l("Published"),
    "purpose": _l("For"),
    "question": _l("Question"),
    "rank": _l("Rank"),
    "replaced_at": _l("Replaced"),
    "reported_id": _l("About"),
    "revoked_at": _l("Taken back"),
    "right": _l("Right"),
    "role": _l("Role"),
    "saved_at": _l("Last saved"),
    "seen_until": _l("News seen until"),
    "sent_at": _l("Sent"),
    "settled_at": _l("Settled"),
    "shown_at": _l("Shown since"),
    "shown_gone_at": _l("Found already withdrawn or erased on"),
    "shown_kind": _l("What the sentences were taken from"),
    "shown_opened_at": _l("Open since"),
    "signed_at": _l("Signed"),
    "step_key": _l("Step"),
    "strand": _l("Strand"),
    "taken_at": _l("In hand since"),
    "template_version": _l("Version of the template"),
    "text_version": _l("Version of the text"),
    "time_zone": _l("Time zone"),
    "try_number": _l("Which try"),
    "undone_at": _l("Undone"),
    "unlocked_at": _l("Private notes unlocked"),
    "used_at": _l("Used"),
    "week_on": _l("The week of"),
    "withdrawn_at": _l("Withdrawn"),
    "note_shared_at": _l("Note shared"),
}

CODED = frozenset({"act", "is_named", "kind", "language", "purpose", "right", "role", "strand"})
"""The columns that hold a word of the portal's own. What somebody typed is told as it is."""

VALUES: Mapping[str, Sentence] = {
    "me": _l("you"),
    "True": _l("yes"),
    "False": _l("no"),
    "fr": _l("French"),
    "en": _l("English"),
    "instructor": _l("instructor"),
    "administrator": _l("administrator"),
    "participant": _l("participant"),
    "coordinator": _l("coordinator"),
    "confirm": _l("to confirm the address"),
    "reset": _l("to choose a new password"),
    "new-address": _l("to move to a new address"),
    "fourteen": _l("being 14 or older"),
    "terms": _l("who may see what, and what is kept"),
    "culture": _l("Culture"),
    "strategy": _l("Strategy"),
    "together": _l("Together"),
    "before": _l("before"),
    "after": _l("after"),
    "made": _l("made the module"),
    "sheet": _l("changed the sheet"),
    "added": _l("added a lesson"),
    "moved": _l("moved a lesson"),
    "removed": _l("removed a lesson"),
    "put-back": _l("put a lesson back"),
    "set-aside": _l("set the module aside"),
    "taken-up": _l("took the module up again"),
    "imported": _l("took in files"),
}


def step_name(key: str) -> str:
    """« Lire », « Vérifier 2 »."""
    kind, _dash, number = key.partition("-")
    name = str(StepKind(kind).named)
    return name if number == "1" else f"{name} {number}"


def called(name: str) -> str:
    """Somebody else: a name that is the word for the reader stands between quotation marks."""
    is_the_readers = name.casefold() == str(VALUES["me"]).casefold()
    return _("“%(name)s”", name=name) if is_the_readers else name
