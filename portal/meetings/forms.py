"""What people send about their meetings. Times are written by the clock of who writes them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from wtforms import DateTimeLocalField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Optional

from portal.availability.rules import moment_at
from portal.kernel.forms import KeyedForm, MultiCheckboxField, PortalForm, VersionedForm, at_most
from portal.kernel.i18n import _l, capital, format_time, format_weekday, here, ngettext
from portal.meetings.rules import LENGTHS, LONGEST, USUAL, Offer, TextKind

WRITTEN = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def _choices(moments: Sequence[datetime]) -> list[SelectChoice]:
    return [SelectChoice(one.isoformat(), capital(f"{format_weekday(one)}, {format_time(one)}")) for one in moments]


def _lengths() -> list[SelectChoice]:
    return [SelectChoice(one, ngettext("%(num)s minute", "%(num)s minutes", one)) for one in LENGTHS]


def _by_hand(label: Any) -> DateTimeLocalField:
    return DateTimeLocalField(label, format=WRITTEN, validators=[Optional()])


class OfferForm(KeyedForm):
    """Times to choose from: ticked among those that the two have in common, or written by hand."""

    times = MultiCheckboxField(_l("Times that you both have"), validate_choice=False)
    time_1 = _by_hand(_l("Another time"))
    time_2 = _by_hand(_l("Another time, if need be"))
    time_3 = _by_hand(_l("One more, if need be"))
    minutes = SelectField(_l("How long?"), coerce=int, default=USUAL, choices=_lengths)
    venue = StringField(_l("Where? A place, or a link"), validators=[at_most(LONGEST[TextKind.PLACE])])

    @property
    def by_hand(self) -> Sequence[Field]:
        return [self.time_1, self.time_2, self.time_3]

    def suggest(self, moments: Sequence[datetime]) -> None:
        """What was ticked stays there, whatever is suggested by now."""
        ticked = {one for one in map(_sent, self.times.data or ()) if one is not None}
        self.times.choices = _choices(sorted(ticked.union(moments)))

    def length(self) -> int:
        """What was chosen; the usual one, for what is no choice."""
        return self.minutes.data if self.minutes.data in LENGTHS else USUAL

    def value(self) -> Offer:
        ticked = [one for one in map(_sent, self.times.data or ()) if one is not None]
        written = [moment_at(field.data, here()) for field in self.by_hand if field.data]
        return Offer(tuple(sorted({*ticked, *filter(None, written)})), self.length())

    def where(self) -> str:
        return (self.venue.data or "").strip()

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        return super().validate(extra_validators) and all([self._exists(field) for field in self.by_hand])  # noqa: C419

    def _exists(self, field: Field) -> bool:
        if field.data and moment_at(field.data, here()) is None:
            field.errors = [_l("Clocks go forward that night, and this hour does not exist. Choose another.")]
        return not field.errors


class MoveForm(OfferForm, VersionedForm):
    """Other times for a meeting that is there; where it takes place is changed on its page."""


class AcceptForm(PortalForm):
    """One of the times that the partner offers."""

    starts_at = RadioField(_l("Which time suits you?"), validators=[InputRequired(_l("Choose one of the times."))])

    def offer(self, moments: Sequence[datetime]) -> None:
        self.starts_at.choices = _choices(moments)

    def value(self) -> datetime | None:
        """None for what is no moment."""
        return _sent(str(self.starts_at.data))


class TextForm(VersionedForm):
    """A text that both may change."""

    text: Field
    began = False
    """Whether something was put into it that nobody has saved yet."""

    def begin_with(self, lines: str) -> None:
        """After what is there already."""
        self.text.data = "\n\n".join(filter(None, (self.text.data, lines)))
        self.began = True


class PlaceForm(TextForm):
    text = StringField(_l("Where? A place, or a link"), validators=[at_most(LONGEST[TextKind.PLACE])])


class AgendaForm(TextForm):
    text = TextAreaField(_l("Our own lines"), validators=[at_most(LONGEST[TextKind.AGENDA])])


class DecisionsForm(TextForm):
    text = TextAreaField(_l("Our decisions"), validators=[at_most(LONGEST[TextKind.DECISIONS])])


FORMS: Mapping[TextKind, type[TextForm]] = {
    TextKind.PLACE: PlaceForm,
    TextKind.AGENDA: AgendaForm,
    TextKind.DECISIONS: DecisionsForm,
}


def _sent(text: str) -> datetime | None:
    """A moment, as a choice of ours says it."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
