"""What people send from a lesson."""

from flask import request
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from portal.journal.rules import LONGEST_TEXT
from portal.kernel.forms import KeyedForm, PortalForm, VersionedForm, plain_text
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
    """One answer to one question of a check; the option carries the name of its question on the page."""

    question = HiddenField()

    def value(self, step_key: str) -> tuple[int, int]:
        """The number of the question (from 1) and of the option (from 0); -1 for what was not chosen."""
        number = _number(self.question.data)
        return number, _number(request.form.get(f"{step_key}-{number}"))


class ReflectionForm(VersionedForm):
    text = TextAreaField(
        _l("Your reflection"),
        filters=[lambda text: (text or "").replace("\r\n", "\n")],
        validators=[
            Length(
                max=LONGEST_TEXT,
                message=_l(
                    "This is longer than the journal takes: keep it to %(max)s characters or fewer.", max=LONGEST_TEXT
                ),
            ),
            plain_text,
        ],
    )

    def value(self) -> tuple[str, int]:
        """The text, and the version that it was made from."""
        return str(self.text.data or ""), self.version_read()


def _number(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 4 else -1  # noqa: PLR2004 (no check has a thousand options)
