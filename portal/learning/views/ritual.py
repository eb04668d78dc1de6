"""The closing ritual of a pair. Its acts are those of the journal and of the pair's settings."""

from portal.journal.rules import TRACE
from portal.kernel.access import requires_on
from portal.kernel.answers import page
from portal.learning import service
from portal.learning.views.blueprint import learning
from portal.pairs.policy import SEE_PAIR
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair


@learning.get("/pairs/<pair>/ritual")
@requires_on(SEE_PAIR, my_pair)
def ritual(pair: MyPair) -> str:
    """Before the pair closes it can be read, so that the two know what awaits them."""
    return page("learning/ritual.html", pair=pair, ritual=service.read_ritual(pair), openings=TRACE)
