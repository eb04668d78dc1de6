"""The agendas of the meetings, as a pair reads them."""

from portal.curriculum import service as curriculum
from portal.curriculum.rules.companions import Agenda, Card
from portal.kernel.i18n import current_language
from portal.learning.queries import paths
from portal.learning.rules import AgendaSeen, agenda_seen, cards_of
from portal.pairs.queries import PairGlance


def list_agendas(glance: PairGlance) -> tuple[AgendaSeen, ...]:
    """In order."""
    return _seen(glance, curriculum.agendas())


def read_agenda(glance: PairGlance, agenda: Agenda) -> AgendaSeen:
    return _seen(glance, (agenda,))[0]


def read_cards(agenda: Agenda) -> tuple[Card, ...]:
    """The cards that go with the meeting."""
    return cards_of(agenda, curriculum.cards())


def _seen(glance: PairGlance, agendas: tuple[Agenda, ...]) -> tuple[AgendaSeen, ...]:
    pair, language = glance.pair, current_language()
    lessons = paths([pair.id], language)[pair.id]
    return tuple(agenda_seen(agenda, lessons, glance.roles.guides, pair.me.id, language) for agenda in agendas)
