"""The workspace: the two-lane path, the agreement, the next meeting, the journal at a glance."""

from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page
from portal.kernel.i18n import _l
from portal.learning.policy import SEE_WORKSPACE
from portal.learning.queries import WorkspaceFound, my_workspace
from portal.learning.rules import legs_of, moment_offered, waits_in_journal
from portal.learning.service import read_path
from portal.learning.views.blueprint import learning

DONE = {"made": _l("You are a pair. Here is where you learn together.")}


@learning.get("/pairs/<pair>")
@requires_on(SEE_WORKSPACE, my_workspace)
def workspace(found: WorkspaceFound) -> str:
    pair, path = found.glance.pair, read_path(found.glance)
    legs = legs_of(path)
    return page(
        "learning/workspace.html",
        pair=pair,
        path=path,
        legs=legs,
        waits=waits_in_journal(path.lines, pair),
        offered=moment_offered(pair.state, {line.moment for line in path.lines}, legs),
        agreement=found.glance.agreement,
        meeting=found.meeting,
        done=done_sentence(DONE),
    )
