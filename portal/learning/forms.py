"""What people send from a lesson."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length

from portal.journal.forms import DraftForm, draft_field
from portal.kernel.forms import KeyedForm, PortalForm, plain_text
from portal.kernel.i18n import _l
from portal.progress.rules import LONGEST_NOTE


class NoteForm(PortalForm):
    """One line after a try: to oneself or, if ticked, to the partner. Its fields carry the name of their step."""

    note = StringField(
        _l("One line to remember it by"),
        filters=[lambda text: " ".join((text or "").split())],
        validators=[
            Length(max=LONGEST_NOTE, message=_l("Keep this to %(max)s characters or fewer.", max=LONGEST_NOTE)),
            plain_text,
        ],
    )
    share = BooleanField(_l("Show it to my partner"))

    def value(self) -> tuple[str, bool]:
        """The note, and whether it is meant for the partner."""
        return str(self.note.data or ""), bool(self.share.data)


class AnswerForm(KeyedForm):
    """One answer to one question of a check; the option comes beside it, under the name of its question."""

    question = HiddenField()
    revision = HiddenField()

    def asked_in(self) -> str:
        """The revision that asked; empty for a form that does not say."""
        return str(self.revision.data or "")

    def value(self) -> int:
        """The number of the question, from 1; -1 for none."""
        return number_in(self.question.data)


class ReflectionForm(DraftForm):
    text = draft_field(_l("Your reflection"))


def number_in(text: object) -> int:
    """-1 for what is no number that a check could have."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 4 else -1  # noqa: PLR2004 (no check has a thousand options)
