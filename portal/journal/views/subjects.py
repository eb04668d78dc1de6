"""What an address of the journal is about, for who asks."""

from portal.journal import queries
from portal.journal.queries import EntryFound, ExchangeFound, HearingFound, MomentFound, WordsFound
from portal.kernel.i18n import current_language
from portal.kernel.identity import Actor


def exchange_at(actor: Actor, *, pair: str, reflection: str) -> ExchangeFound | None:
    return queries.find_exchange(actor, pair=pair, reflection=reflection, language=current_language())


def hearing_at(actor: Actor, *, pair: str, reflection: str, hearing: str) -> HearingFound | None:
    return queries.find_hearing(actor, pair=pair, reflection=reflection, hearing=hearing, language=current_language())


def words_at(actor: Actor, *, pair: str, reflection: str, words: str) -> WordsFound | None:
    return queries.find_words(actor, pair=pair, reflection=reflection, words=words, language=current_language())


def entry_at(actor: Actor, *, pair: str, entry: str) -> EntryFound | None:
    return queries.find_entry(actor, pair=pair, entry=entry)


def moment_at(actor: Actor, *, pair: str, moment: str) -> MomentFound | None:
    return queries.find_moment(actor, pair=pair, moment=moment)
