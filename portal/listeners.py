"""Who hears what: the signals of lower floors and the services of higher ones."""

from portal.accounts.service import forgetting
from portal.journal.signals import ExchangeOpened, ReflectionSealed, SealTakenBack
from portal.kernel import signals
from portal.kernel.signals import TimePassed
from portal.pairs.service import invitations
from portal.progress import service as progress


def connect() -> None:
    """Idempotent: a process may make several applications."""
    signals.connect(TimePassed, forgetting.on_time_passed)
    signals.connect(TimePassed, invitations.on_time_passed)
    signals.connect(ReflectionSealed, progress.on_sealed)
    signals.connect(SealTakenBack, progress.on_taken_back)
    signals.connect(ExchangeOpened, progress.on_opened)
