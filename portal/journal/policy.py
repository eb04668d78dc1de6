"""Who may do what in a journal. That the actor is one of the two, and may know of the exchange, its loader settles."""

from portal.journal.rules import ExchangeKind
from portal.kernel.access import Permission, found

READ = found("read an exchange of one's own pair")
REPLY = found("reply in an exchange of one's own pair")
CHANGE = Permission(
    "seal, take back, open, pass, keep, add to and withdraw one's own text",
    lambda actor, found: found.reflection.author_id == actor.id,
)
HEAR = Permission(
    "say what one heard in the partner's text, where that is how it is answered",
    lambda actor, found: found.reflection.author_id != actor.id and found.exchange.kind.is_heard,
)
ANSWER_CARD = found("answer a card of one's own pair")
SAY_NEAR = Permission(
    "say how near the partner's prediction on a card was",
    lambda actor, found: found.reflection.author_id != actor.id and found.exchange.kind is ExchangeKind.CARD,
)
ANSWER = Permission(
    "answer what was heard in one's own text", lambda actor, asked: asked.exchange.reflection.author_id == actor.id
)
UNSAY = Permission("withdraw one's own words under a text", lambda actor, said: said.author_id == actor.id)
READ_ENTRY = found("read a free entry of one's own pair")
CHANGE_ENTRY = Permission(
    "add to, unlock and erase one's own free entry", lambda actor, found: found.entry.author_id == actor.id
)
BEGIN = found("write about a moment of one's own pair")
