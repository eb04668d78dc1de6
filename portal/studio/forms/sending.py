"""What authors send: archives, documents and pictures; and what they choose to take in of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import FileField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Optional, ValidationError

from portal.kernel.forms import KeyedForm, PortalForm, VersionedForm, at_most, plain_text
from portal.kernel.i18n import LANGUAGES, _l
from portal.studio.forms import as_slug, on_one_line, stripped
from portal.studio.rules.planning import Plan

LONGEST_WORDS = 300
"""Of what says what a picture shows."""


@dataclass(frozen=True, slots=True)
class SentFile:
    name: str
    content: bytes


class SentFileField(FileField):
    """A file, read once; nothing where none was chosen."""

    def process_formdata(self, valuelist: Any) -> None:
        super().process_formdata(valuelist)
        sent = self.data if hasattr(self.data, "read") else None
        content = sent.read() if sent else b""
        self.data = SentFile(str(sent.filename or ""), content) if sent and (content or sent.filename) else None


def _chosen(_form: object, field: Any) -> None:
    if field.data is None:
        raise ValidationError(str(_l("Choose a file.")))


class ImportForm(PortalForm):
    """An archive; or one document, and which text of the drafts it is."""

    file = SentFileField(_l("Zip archive or Markdown file"), validators=[_chosen])
    place = SelectField(_l("If it is a Markdown file: which text is it?"), validators=[Optional()])
    slug = StringField(_l("Another short name"), filters=[stripped], validators=[Optional(), plain_text, as_slug])

    def about(self, places: Iterable[tuple[str, str]]) -> None:
        """`module/lesson/language` of each text of the drafts, with what it is called."""
        self.place.choices = [SelectChoice("", _l("It is an archive")), *(SelectChoice(*place) for place in places)]


class TakeForm(KeyedForm, VersionedForm):
    """What to take in of what was sent. Everything in the plan may be chosen, and nothing else."""

    take = SelectMultipleField(_l("Import"), validate_choice=True)

    def about(self, plan: Plan) -> None:
        self.take.choices = [SelectChoice(item.key, item.key) for item in plan.open_items]

    def value(self) -> set[str]:
        return set(self.take.data or ())


def _words_field(label: Any) -> StringField:
    return StringField(
        label,
        filters=[on_one_line],
        validators=[
            DataRequired(_l("Say what the picture shows, for whoever cannot see it.")),
            at_most(LONGEST_WORDS),
            plain_text,
        ],
    )


class PictureForm(PortalForm):
    """A picture, and what it shows in the words of both languages."""

    file = SentFileField(_l("Picture"), validators=[_chosen])
    words_fr = _words_field(_l("What it shows, in French"))
    words_en = _words_field(_l("What it shows, in English"))
    step = SelectField(_l("Put it at the end of"), validators=[Optional()])

    def about(self, steps: Iterable[str]) -> None:
        """The headings of the lesson's steps."""
        numbered = [SelectChoice(str(number), heading) for number, heading in enumerate(steps)]
        self.step.choices = [*numbered, SelectChoice("", _l("Nowhere yet"))]

    @property
    def words(self) -> Mapping[str, str]:
        return {language: str(self[f"words_{language}"].data or "") for language in LANGUAGES}

    @property
    def step_chosen(self) -> int | None:
        return int(self.step.data) if self.step.data else None
