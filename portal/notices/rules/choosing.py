"""What one gets, and how soon. What nobody chose is a mail a day at most."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portal.kernel.i18n import _l
from portal.kernel.refusal import Refusal, Sentence
from portal.notices.rules.kinds import Topic
from portal.notices.rules.timing import NIGHT, Quiet


class Pace(StrEnum):
    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"

    @property
    def named(self) -> Sentence:
        return _PACES[self]


_PACES: dict[Pace, Sentence] = {
    Pace.AT_ONCE: _l("At once, outside my quiet hours"),
    Pace.DAILY: _l("Once a day, together"),
    Pace.WEEKLY: _l("On Mondays, together"),
    Pace.NEVER: _l("Never by email"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """About one topic."""

    pace: Pace = Pace.DAILY
    on_page: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """All that one person chose."""

    topics: Mapping[Topic, Choice] = field(default_factory=dict)
    quiet: Quiet = NIGHT
    by_mail: bool = True
    """Whether any notice is mailed: not once somebody has unsubscribed."""

    def about(self, topic: Topic) -> Choice:
        return self.topics.get(topic, Choice())

    def pace_of(self, topic: Topic) -> Pace:
        return self.about(topic).pace if self.by_mail else Pace.NEVER


@dataclass(frozen=True, slots=True)
class Kept:
    """The choices as they are kept, for their owner to change."""

    choices: Choices
    version: int
    unsubscribed_at: datetime | None = None


class ChoicesChanged(Refusal):
    """They were saved elsewhere after this form was made."""

    def __init__(self) -> None:
        super().__init__(
            _l("You changed this elsewhere in the meantime. What you chose here is kept: save again to keep it.")
        )
