"""What somebody sends about their week."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, TimeField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from portal.availability.rules import MIDNIGHT, QUARTER, Slot
from portal.kernel.forms import MultiCheckboxField, PortalForm, minute_of
from portal.kernel.i18n import _l, weekday_names

SLOT = re.compile(r"(\d)-(\d{1,4})-(\d{1,4})", re.ASCII)
NO_TIME = _l("Write a time, such as 17:30.")


class FreeTimeForm(PortalForm):
    """The same hours on one day or on several. An end at midnight is that of the day."""

    weekdays = MultiCheckboxField(
        _l("Which days?"), coerce=int, validators=[InputRequired(_l("Choose a day or more."))]
    )
    begins = TimeField(_l("From"), validators=[InputRequired(NO_TIME)])
    ends = TimeField(_l("To"), validators=[InputRequired(NO_TIME)])

    def offer_days(self) -> None:
        self.weekdays.choices = [SelectChoice(number, name) for number, name in enumerate(weekday_names())]

    def value(self) -> tuple[Slot, ...]:
        begins, ends = minute_of(self.begins.data), minute_of(self.ends.data) or MIDNIGHT
        return tuple(Slot(weekday, begins, ends) for weekday in self.weekdays.data or ())

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        return super().validate(extra_validators) and self._is_sound()

    def _is_sound(self) -> bool:
        slot = self.value()[0]
        if slot.from_minute % QUARTER or slot.to_minute % QUARTER:
            self.begins.errors = [_l("Begin and end on a quarter of an hour: 17:00, 17:15, 17:30 or 17:45.")]
        elif not slot.is_sound:
            self.ends.errors = [_l("The end comes after the beginning, on the same day.")]
        return not (self.begins.errors or self.ends.errors)


class NoLongerFreeForm(PortalForm):
    """One slot of the list, as the list shows it."""

    slot = HiddenField()

    def value(self) -> Slot:
        """For what is none, a slot without length, which no week has."""
        found = SLOT.fullmatch(str(self.slot.data or ""))
        return Slot(*map(int, found.groups())) if found else Slot(0, 0, 0)
