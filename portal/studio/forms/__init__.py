"""What authors send: a module's sheet, a lesson's titles, the two texts of a lesson."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from portal.accounts.forms import email_field
from portal.curriculum.rules import ModuleSheet, Strand, beyond_limits, is_slug
from portal.curriculum.rules.folders import LAST_POSITION, LONGEST_SLUG, TEXTS
from portal.curriculum.rules.front import LONGEST_TITLE
from portal.kernel.database import is_id
from portal.kernel.forms import KeyedForm, MultiCheckboxField, PortalForm, VersionedForm, at_most, plain_text
from portal.kernel.i18n import LANGUAGES, _l
from portal.kernel.refusal import Sentence
from portal.studio.rules import Text, one_line, version_of
from portal.studio.service import Written

LONGEST_LINE = 600
"""Of a summary or an outcome."""


def as_slug(_form: object, field: Any) -> None:
    if not is_slug(field.data):
        raise ValidationError(
            str(
                _l(
                    "Use lower-case letters without accents, digits and single hyphens: %(max)s characters at most.",
                    max=LONGEST_SLUG,
                )
            )
        )


def _slug_field() -> StringField:
    return StringField(
        _l("Short name, for addresses"), filters=[stripped], validators=[Optional(), plain_text, as_slug]
    )


def stripped(text: str | None) -> str:
    return (text or "").strip()


def on_one_line(text: str | None) -> str:
    return one_line(text or "")


def _title_field(label: Any) -> StringField:
    return StringField(
        label,
        filters=[on_one_line],
        validators=[DataRequired(_l("Write its title: it can be changed later.")), at_most(LONGEST_TITLE), plain_text],
    )


def _line_field(label: Any) -> TextAreaField:
    return TextAreaField(label, filters=[on_one_line], validators=[at_most(LONGEST_LINE), plain_text])


def _strand_field() -> SelectField:
    return SelectField(_l("Strand"), choices=[SelectChoice(one.value, one.named) for one in Strand])


class NewModuleForm(KeyedForm):
    """The rest of the sheet is written later."""

    title_fr = _title_field(_l("Title in French"))
    title_en = _title_field(_l("Title in English"))
    strand = _strand_field()
    slug = _slug_field()

    def value(self, position: int) -> tuple[str, ModuleSheet]:
        titles = {"fr": str(self.title_fr.data), "en": str(self.title_en.data)}
        texts = {language: dict.fromkeys(TEXTS, "") | {"title": title} for language, title in titles.items()}
        return str(self.slug.data), ModuleSheet(Strand(self.strand.data), position, (), texts)


class SheetForm(VersionedForm):
    """module.toml, as a form. Anything may still be missing."""

    strand = _strand_field()
    position = IntegerField(
        _l("Place in the catalogue"),
        validators=[
            NumberRange(1, LAST_POSITION, _l("A whole number from 1 to %(most)s.", most=LAST_POSITION)),
        ],
    )
    requires = MultiCheckboxField(_l("Better done first"))
    title_fr = _line_field(_l("Title"))
    summary_fr = _line_field(_l("What it is for"))
    outcome_fr = _line_field(_l("What the pair can do afterwards"))
    title_en = _line_field(_l("Title"))
    summary_en = _line_field(_l("What it is for"))
    outcome_en = _line_field(_l("What the pair can do afterwards"))

    def about(self, others: Mapping[str, Sentence], kept: Iterable[str]) -> None:
        """`others`: what may be named, and what each is called. What is named already may stay."""
        choices = {**others, **{name: name for name in kept if name not in others}}
        self.requires.choices = [SelectChoice(name, label) for name, label in choices.items()]

    def fill(self, sheet: ModuleSheet, version: int) -> None:
        self.strand.data, self.position.data = sheet.strand.value, sheet.position
        self.requires.data = list(sheet.requires)
        for language in LANGUAGES:
            for key in TEXTS:
                self[f"{key}_{language}"].data = sheet.texts[language][key]
        self.version.data = str(version)

    def in_language(self, language: str) -> Sequence[Any]:
        return [self[f"{key}_{language}"] for key in TEXTS]

    def value(self, before: ModuleSheet) -> ModuleSheet:
        """What is advised keeps the order that it had; what is new comes after it."""
        chosen = set(self.requires.data or ())
        kept = [name for name in before.requires if name in chosen]
        new = [name for name in self.requires.data or () if name not in kept]
        texts = {language: {key: str(self[f"{key}_{language}"].data or "") for key in TEXTS} for language in LANGUAGES}
        return ModuleSheet(Strand(self.strand.data), self.position.data or LAST_POSITION, (*kept, *new), texts)


class DuplicateForm(KeyedForm):
    slug = StringField(
        _l("Short name of the copy"),
        filters=[stripped],
        validators=[DataRequired(_l("Give the copy a short name.")), plain_text, as_slug],
    )

    def value(self) -> str:
        return str(self.slug.data)


class AuthorForm(PortalForm):
    email = email_field(_l("Their email address"), needed=False)

    def value(self) -> str:
        return str(self.email.data or "")


class LeavingForm(KeyedForm):
    """Who is taken off; the button carries it."""

    person = HiddenField()

    def value(self) -> str:
        sent = str(self.person.data or "")
        return sent if is_id(sent) else ""


class NewLessonForm(KeyedForm):
    title_fr = _title_field(_l("Title in French"))
    title_en = _title_field(_l("Title in English"))
    slug = _slug_field()

    def value(self) -> tuple[str, Mapping[str, str]]:
        return str(self.slug.data), {"fr": str(self.title_fr.data), "en": str(self.title_en.data)}


def _within_limits(form: "EditorForm", field: Any) -> None:
    text = field.data or ""
    beyond = None if form.is_untouched(field.name, text) else beyond_limits(text)
    if beyond is not None:
        raise ValidationError(str(_l("Line %(number)s: %(what)s", number=beyond.line, what=beyond.sentence)))


def _lesson_field(label: Any) -> TextAreaField:
    """Kept to the letter; line ends count once, as they do in the browser."""
    return TextAreaField(
        label, filters=[lambda text: (text or "").replace("\r\n", "\n")], validators=[_within_limits, plain_text]
    )


class EditorForm(PortalForm):
    """The two texts of a lesson, each with the version that its box was made from."""

    fr = _lesson_field(_l("The lesson in French"))
    en = _lesson_field(_l("The lesson in English"))
    version_fr = HiddenField()
    version_en = HiddenField()

    @property
    def versions(self) -> Mapping[str, str]:
        """What its hidden fields carry, by their names."""
        return {name: str(self[name].data or "") for name in ("version_fr", "version_en")}

    def is_untouched(self, language: str, text: str) -> bool:
        return version_of(text) == self.versions[f"version_{language}"]

    def fill(self, texts: Mapping[str, Text]) -> None:
        for language in LANGUAGES:
            text = texts[language].text if language in texts else ""
            self[language].data = text
            self.made_from(language, text)

    def made_from(self, language: str, text: str) -> None:
        """Sent again, it takes the place of this text."""
        self[f"version_{language}"].data = version_of(text)

    def value(self) -> Mapping[str, Written]:
        """What was sent: a box that was not is nobody's wish to empty it."""
        sent = [language for language in LANGUAGES if self[language].raw_data]
        return {one: Written(str(self[one].data or ""), str(self[f"version_{one}"].data or "")) for one in sent}
