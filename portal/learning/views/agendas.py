"""The agendas of the meetings, and one of them: made to be read ahead and printed."""

from portal.kernel.access import requires_on
from portal.kernel.answers import page
from portal.learning import service
from portal.learning.policy import SEE_AGENDA, SEE_WORKSPACE
from portal.learning.views.blueprint import learning
from portal.learning.views.subjects import AgendaFound, agenda_at
from portal.pairs.queries import PairGlance, pair_glance


@learning.get("/pairs/<pair>/agendas")
@requires_on(SEE_WORKSPACE, pair_glance)
def agendas(glance: PairGlance) -> str:
    return page("learning/agendas.html", pair=glance.pair, agendas=service.list_agendas(glance))


@learning.get("/pairs/<pair>/agendas/<number>")
@requires_on(SEE_AGENDA, agenda_at)
def agenda(found: AgendaFound) -> str:
    return page(
        "learning/agenda.html",
        pair=found.glance.pair,
        agenda=service.read_agenda(found.glance, found.agenda),
        cards=service.read_cards(found.agenda),
        total=found.total,
    )
