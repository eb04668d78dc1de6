"""Who hears what: the signals of lower floors and the services of higher ones."""

from portal.journal.signals import (
    ExchangeOpened,
    PassTakenBack,
    ReflectionPassed,
    ReflectionSealed,
    ReflectionSettled,
    SealTakenBack,
    WordsErased,
)
from portal.kernel import ledger, signals
from portal.progress import service as progress


def connect() -> None:
    """Idempotent: a process may make several applications."""
    signals.connect(ReflectionSealed, progress.on_sealed)
    signals.connect(SealTakenBack, progress.on_taken_back)
    signals.connect(ReflectionPassed, progress.on_passed)
    signals.connect(PassTakenBack, progress.on_pass_taken_back)
    signals.connect(ReflectionSettled, progress.on_settled)
    signals.connect(ExchangeOpened, progress.on_opened)
    signals.connect(WordsErased, _keep_erased)


def _keep_erased(event: WordsErased) -> None:
    """What was erased does not come back from a backup."""
    ledger.record("text", event.ids)
    ledger.record("clarification", event.clarifications)
