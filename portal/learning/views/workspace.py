"""The workspace: the two-lane path, the agreement, the journal at a glance."""

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page
from portal.kernel.i18n import _l
from portal.learning.policy import SEE_WORKSPACE
from portal.learning.rules import legs_of, moment_offered, waits_in_journal
from portal.learning.service import read_path
from portal.learning.views.blueprint import learning
from portal.pairs.queries import PairGlance, pair_glance

DONE = {"made": _l("You are a pair. Here is where you learn together.")}


@learning.get("/pairs/<pair>")
@requires_on(SEE_WORKSPACE, pair_glance)
def workspace(glance: PairGlance) -> str:
    pair, path = glance.pair, read_path(glance)
    legs = legs_of(path)
    return page(
        "learning/workspace.html",
        pair=pair,
        path=path,
        legs=legs,
        waits=waits_in_journal(path.lines, pair),
        offered=moment_offered(pair.state, {line.moment for line in path.lines}, legs),
        agreement=glance.agreement,
        done=done_sentence(DONE),
    )
