"""All exchanges of a pair, and one of them as two facing leaves."""

from portal.journal import policy, queries, service
from portal.journal.queries import ExchangeFound
from portal.journal.rules import Moment
from portal.journal.views.blueprint import journal
from portal.journal.views.desk import exchange_page
from portal.journal.views.entries import DONE
from portal.journal.views.subjects import exchange_at
from portal.kernel.access import requires_on
from portal.kernel.answers import done_sentence, page
from portal.kernel.i18n import current_language
from portal.pairs.policy import SEE_PAIR
from portal.pairs.queries import my_pair
from portal.pairs.rules import MyPair


@journal.get("/pairs/<pair>/journal")
@requires_on(SEE_PAIR, my_pair)
def index(pair: MyPair) -> str:
    found = service.list_exchanges(pair, current_language())
    exchanges = [exchange for exchange in found if not exchange.is_card]
    entries = queries.entry_lines(pair)
    return page(
        "journal/index.html",
        pair=pair,
        exchanges=exchanges,
        lessons=service.set_out(exchanges),
        entries=entries,
        fresh=queries.fresh_entries(pair, entries),
        moments=[moment for moment in Moment if moment.may_begin(closing=pair.is_closing)],
        cards=[exchange for exchange in found if exchange.is_card],
        done=done_sentence(DONE),
    )


@journal.get("/pairs/<pair>/journal/<reflection>")
@requires_on(policy.READ, exchange_at)
def exchange(found: ExchangeFound) -> str:
    return exchange_page(found)
