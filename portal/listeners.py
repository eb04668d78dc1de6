"""Who hears what: the signals of lower floors and the services of higher ones, the worker's jobs and the mails."""

from portal.accounts import mail as accounts_mail
from portal.accounts.service import forgetting
from portal.assessment import service as assessment
from portal.assessment.signals import SittingErased
from portal.journal import service as journal
from portal.journal.service import going_on
from portal.journal.signals import (
    ExchangeOpened,
    MadePrivate,
    PassTakenBack,
    ReflectionPassed,
    ReflectionSealed,
    ReflectionSettled,
    SealTakenBack,
    WordsErased,
    WordsUnderPassErased,
)
from portal.kernel import ledger, outbox, signals
from portal.kernel.signals import TimePassed
from portal.matching import service as matching
from portal.matching.signals import LevelsTakenDown
from portal.meetings import service as meetings
from portal.notices import mail as notices_mail
from portal.notices.service import listening, reminding
from portal.pairs import mail as pairs_mail
from portal.pairs.service import invitations
from portal.pairs.signals import (
    PairClosed,
    PairClosing,
    PairMade,
    PairPaused,
    PairResumed,
    PairWentOn,
    RolesProposed,
    RolesSettled,
    TextProposed,
    TextSigned,
)
from portal.privacy import mail as privacy_mail
from portal.privacy import service as privacy
from portal.privacy.service import farewell
from portal.progress import service as progress
from portal.progress.signals import NotesErased
from portal.remarks import mail as remarks_mail
from portal.remarks.signals import RemarkAnswered, RemarkWithdrawn
from portal.safety import mail as safety_mail
from portal.safety import service as safety
from portal.safety.signals import ReportsErased, ReportWithdrawn
from portal.studio import mail as studio_mail
from portal.studio import service as studio
from portal.studio.service import carry_out
from portal.studio.service.releasing import DUE

TEXT = "text"
"""In the erasure ledger: that column of the row is emptied; of a report, its key is gone as well."""
EMPTIED = "emptied"
"""In the erasure ledger: what lay under a pass, up to this version of the row, is gone; the pass stands."""
KEPT = "kept"
"""In the erasure ledger: that text was private when it was erased."""
NOTE = "note"
"""In the erasure ledger: that column of the row is emptied, and shared no more."""
SITTING = "sitting"
"""In the erasure ledger: a sitting of the self-assessment is gone."""
LEVEL = "level"
"""In the erasure ledger: a level that its person took down from their profile."""
REPORT = "report"
"""In the erasure ledger: the row and its key are gone."""


def connect() -> None:
    """Idempotent: a process may make several applications."""
    for mail in (accounts_mail, notices_mail, pairs_mail, privacy_mail, remarks_mail, safety_mail, studio_mail):
        for kind, handler in mail.HANDLERS.items():
            outbox.handles(kind)(handler)
    outbox.handles(DUE, however_late=True)(carry_out)
    signals.connect(TimePassed, forgetting.on_time_passed)
    signals.connect(TimePassed, invitations.on_time_passed)
    signals.connect(TimePassed, safety.on_time_passed)
    signals.connect(TimePassed, safety.leave_none_behind)
    signals.connect(TimePassed, farewell.on_time_passed)
    signals.connect(TimePassed, studio.on_time_passed)
    signals.connect(TimePassed, meetings.on_time_passed)
    signals.connect(PairClosed, meetings.on_pair_closed)
    signals.connect(ReflectionSealed, progress.on_sealed)
    signals.connect(SealTakenBack, progress.on_taken_back)
    signals.connect(ReflectionPassed, progress.on_passed)
    signals.connect(PassTakenBack, progress.on_taken_back)
    signals.connect(ReflectionSettled, progress.on_settled)
    signals.connect(ExchangeOpened, progress.on_opened)
    signals.connect(PairWentOn, going_on.on_went_on)
    _connect_notices()
    signals.connect(WordsErased, _keep_erased)
    signals.connect(WordsUnderPassErased, _keep_under_pass)
    signals.connect(NotesErased, _keep_without_note)
    signals.connect(SittingErased, matching.on_sitting_erased)
    signals.connect(SittingErased, _keep_without_sitting)
    signals.connect(LevelsTakenDown, _keep_taken_down)
    signals.connect(ReportWithdrawn, _keep_withdrawn)
    signals.connect(ReportsErased, _keep_gone)
    signals.connect(RemarkWithdrawn, _keep_taken_back)
    ledger.replays(EMPTIED)(journal.erase_under_pass_again)
    ledger.replays(SITTING)(assessment.erase_again)
    ledger.replays(LEVEL)(matching.take_down_again)
    ledger.replays(REPORT)(safety.erase_again)
    ledger.replays(TEXT)(safety.close_again)
    ledger.replays(TEXT)(journal.forget_nearness_again)
    ledger.replays(KEPT)(journal.keep_again)
    ledger.replays(NOTE)(progress.erase_notes_again)
    ledger.replays(ledger.ACCOUNT)(privacy.delete_again)


def _connect_notices() -> None:
    for shown in listening.SHOWN:
        signals.connect(shown, listening.on_shown)
    signals.connect(ReflectionSealed, listening.on_sealed)
    signals.connect(SealTakenBack, listening.on_taken_back)
    signals.connect(ReflectionPassed, listening.on_passed)
    signals.connect(PassTakenBack, listening.on_taken_back)
    signals.connect(MadePrivate, listening.on_made_private)
    signals.connect(ExchangeOpened, listening.on_opened)
    signals.connect(WordsErased, listening.on_erased)
    signals.connect(PairMade, listening.on_pair_made)
    signals.connect(PairPaused, listening.on_paused)
    signals.connect(PairResumed, listening.on_resumed)
    signals.connect(PairClosing, listening.on_closing)
    signals.connect(PairClosed, listening.on_closed)
    signals.connect(PairWentOn, listening.on_went_on)
    for meeting in listening.MEETINGS:
        signals.connect(meeting, listening.on_meeting)
    signals.connect(RolesProposed, listening.on_roles_proposed)
    signals.connect(RolesSettled, listening.on_roles_settled)
    signals.connect(TextProposed, listening.on_text_proposed)
    signals.connect(TextSigned, listening.on_text_signed)
    signals.connect(RemarkAnswered, listening.on_remark_answered)
    signals.connect(RemarkWithdrawn, listening.on_remark_withdrawn)
    signals.connect(TimePassed, reminding.on_time_passed)


def _keep_withdrawn(event: ReportWithdrawn) -> None:
    for column in (TEXT, "excerpt"):
        ledger.record(column, (event.report_id,))


def _keep_taken_back(event: RemarkWithdrawn) -> None:
    for column in (TEXT, "answer"):
        ledger.record(column, (event.remark_id,))


def _keep_gone(event: ReportsErased) -> None:
    ledger.record(REPORT, event.ids)


def _keep_erased(event: WordsErased) -> None:
    """What was erased does not come back from a backup."""
    ledger.record(TEXT, event.ids)
    ledger.record("clarification", event.clarifications)
    ledger.record(KEPT, event.private)


def _keep_under_pass(event: WordsUnderPassErased) -> None:
    ledger.record(EMPTIED, (f"{event.reflection_id}.{event.version}",))


def _keep_without_note(event: NotesErased) -> None:
    ledger.record(NOTE, event.ids)


def _keep_taken_down(event: LevelsTakenDown) -> None:
    ledger.record(LEVEL, event.ids)


def _keep_without_sitting(event: SittingErased) -> None:
    ledger.record(SITTING, (event.sitting_id,))
