"""What authors say when they publish, and what a reviewer answers."""

from datetime import datetime

from wtforms import DateField, HiddenField, RadioField, TextAreaField, TimeField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Optional

from portal.kernel.forms import KeyedForm, PortalForm, at_most, one_line_end
from portal.kernel.i18n import _l
from portal.studio.rules.releasing import LONGEST_NOTE, moment_in

NOW, LATER = "now", "later"


class PublishForm(KeyedForm):
    """`digest`: of what the page was made from."""

    digest = HiddenField()
    note = TextAreaField(_l("What is new"), filters=[one_line_end], validators=[at_most(LONGEST_NOTE)])
    when = RadioField(
        _l("When"),
        choices=[SelectChoice(NOW, _l("Now")), SelectChoice(LATER, _l("On the day and at the hour below"))],
        default=NOW,
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    day = DateField(_l("Day"), validators=[Optional()])
    hour = TimeField(_l("Hour"), validators=[Optional()])

    def due_at(self, zone: str, now: datetime) -> datetime | None:
        """None for now. Raises a Refusal for a moment that cannot be."""
        if self.when.data == NOW or self.day.data is None or self.hour.data is None:
            return None
        return moment_in(zone, self.day.data, self.hour.data, now)

    def validate(self, extra_validators: object = None) -> bool:
        is_valid = super().validate()
        if self.when.data == LATER:
            for field, sentence in ((self.day, _l("Choose the day.")), (self.hour, _l("Choose the hour."))):
                if field.data is None and not field.errors:
                    field.errors = [*field.errors, sentence]
                    is_valid = False
        return is_valid


class SendBackForm(PortalForm):
    reason = TextAreaField(
        _l("Why it is sent back"),
        filters=[one_line_end],
        validators=[DataRequired(_l("Say in a sentence what keeps it from being published.")), at_most(LONGEST_NOTE)],
    )
