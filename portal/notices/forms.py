"""What one gets, and how soon; and what becomes of the notices on the page."""

from collections.abc import Iterator
from datetime import time

from wtforms import BooleanField, SelectField, TimeField
from wtforms.fields import Field, SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from portal.kernel.forms import VersionedForm, minute_of
from portal.kernel.i18n import _l
from portal.notices.rules import Choice, Choices, Kept, Pace, Quiet, Topic

_WHEN = [SelectChoice(pace, pace.named) for pace in Pace]


def _hour(label: object) -> TimeField:
    return TimeField(label, validators=[InputRequired(_l("Write an hour, such as 21:00."))])  # type: ignore[arg-type]


class ChoicesForm(VersionedForm):
    by_mail = BooleanField(_l("Send me emails about notices"))
    quiet_from = _hour(_l("Nothing is sent from"))
    quiet_to = _hour(_l("Until"))

    @classmethod
    def of(cls, kept: Kept) -> "ChoicesForm":
        """As it is kept now."""
        choices = kept.choices
        topics: dict[str, object] = {}
        for topic in Topic:
            choice = choices.about(topic)
            topics |= {f"{topic}_pace": choice.pace, f"{topic}_page": choice.on_page}
        return cls(
            formdata=None,
            version=str(kept.version),
            by_mail=choices.by_mail,
            quiet_from=_time(choices.quiet.from_minute),
            quiet_to=_time(choices.quiet.to_minute),
            **topics,
        )

    def topics(self) -> Iterator[tuple[Topic, Field, Field]]:
        """Each with its fields: by mail, and on the page."""
        return ((topic, self[f"{topic}_pace"], self[f"{topic}_page"]) for topic in Topic)

    def value(self) -> Choices:
        chosen = {topic: Choice(Pace(pace.data), bool(page.data)) for topic, pace, page in self.topics()}
        quiet = Quiet(minute_of(self.quiet_from.data), minute_of(self.quiet_to.data))
        return Choices(chosen, quiet, by_mail=bool(self.by_mail.data))


for _topic in Topic:
    setattr(ChoicesForm, f"{_topic}_pace", SelectField(_l("By email"), choices=_WHEN))
    setattr(ChoicesForm, f"{_topic}_page", BooleanField(_l("On the page of notices")))


def _time(minute: int) -> time:
    return time(*divmod(minute, 60))
