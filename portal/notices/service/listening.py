"""What happens on the floors below, told to whom it concerns; and what is taken back there, taken back here."""

from portal.journal.signals import (
    Added,
    AddedToNote,
    AdviceAsked,
    ExchangeOpened,
    Heard,
    HearingClarified,
    HearingConfirmed,
    MadePrivate,
    MoreWished,
    NoteShared,
    OpenedAlone,
    PassTakenBack,
    ReflectionPassed,
    ReflectionSealed,
    Replied,
    SealTakenBack,
    Shown,
    WordsErased,
)
from portal.meetings.signals import MeetingAgreed, MeetingCancelled, MeetingMoved, MeetingProposed
from portal.notices import queries
from portal.notices.rules import Event, Kind
from portal.notices.service.choosing import plan_anew
from portal.notices.service.telling import settle, take_back, take_back_in, tell, tell_other
from portal.pairs.signals import (
    PairClosed,
    PairClosing,
    PairMade,
    PairMoved,
    PairPaused,
    PairResumed,
    PairWentOn,
    RolesProposed,
    RolesSettled,
    TextProposed,
    TextSigned,
)
from portal.remarks.signals import RemarkAnswered, RemarkWithdrawn

SHOWN: dict[type[Shown], Kind] = {
    OpenedAlone: Kind.OPENED_ALONE,
    Heard: Kind.HEARD,
    HearingConfirmed: Kind.CONFIRMED,
    HearingClarified: Kind.CLARIFIED,
    Added: Kind.ADDED,
    AddedToNote: Kind.NOTE_ADDED,
    Replied: Kind.REPLIED,
    AdviceAsked: Kind.ADVICE_ASKED,
    MoreWished: Kind.MORE_WISHED,
    NoteShared: Kind.NOTE_SHARED,
}

MEETINGS: dict[type, Kind] = {
    MeetingProposed: Kind.MEETING_PROPOSED,
    MeetingAgreed: Kind.MEETING_AGREED,
    MeetingMoved: Kind.MEETING_MOVED,
    MeetingCancelled: Kind.MEETING_CANCELLED,
}

# What somebody does with a text settles what they had been told about it.
SETTLES: dict[type[Shown], tuple[Kind, ...]] = {
    Heard: (Kind.OPENED, Kind.OPENED_ALONE, Kind.CLARIFIED),
    HearingConfirmed: (Kind.HEARD,),
    HearingClarified: (Kind.HEARD,),
    Replied: (Kind.CONFIRMED, Kind.REPLIED, Kind.ADVICE_ASKED),
    Added: (Kind.MORE_WISHED,),
}


def on_shown(event: Shown) -> None:
    kind = SHOWN[type(event)]
    settle(event.by_id, [event.subject_id], *SETTLES.get(type(event), ()))
    if kind is Kind.OPENED_ALONE:
        take_back([event.source_id], Kind.SEALED, Kind.CHOICE)
    key = f"{kind}:{event.source_id}"
    tell_other(event.pair_id, event.by_id, Event(kind, key, event.pair_id, event.source_id, event.subject_id))


def on_sealed(event: ReflectionSealed) -> None:
    _told_of_text(event.pair_id, event.author_id, Kind.SEALED, event.reflection_id)


def on_passed(event: ReflectionPassed) -> None:
    settle(event.author_id, queries.texts_beside(event.reflection_id), Kind.SEALED, Kind.TURN)
    _told_of_text(event.pair_id, event.author_id, Kind.PASSED, event.reflection_id)


def on_taken_back(event: SealTakenBack | PassTakenBack) -> None:
    take_back([event.reflection_id], Kind.SEALED, Kind.PASSED, Kind.CHOICE)


def on_made_private(event: MadePrivate) -> None:
    take_back([event.source_id])


def on_opened(event: ExchangeOpened) -> None:
    """One notice each, about the other's text; for who opened it, it is before their eyes."""
    take_back([text_id for _author, text_id in event.texts], Kind.SEALED, Kind.CHOICE)
    told = queries.told_in(event.pair_id)
    for author_id, text_id in event.texts:
        other_id = next(other for other, _text in event.texts if other != author_id)
        if other_id in told:
            opened = Event(Kind.OPENED, f"{Kind.OPENED}:{text_id}", event.pair_id, text_id, text_id)
            tell(other_id, opened, is_read=other_id == event.by_id)


def on_erased(event: WordsErased) -> None:
    """Of what was private when it was erased, the other learns nothing: they were told nothing of it that stands."""
    take_back(set(event.ids) - set(event.private))
    take_back(event.clarifications, Kind.CLARIFIED)


def on_pair_made(event: PairMade) -> None:
    for person_id in event.person_ids:
        tell(person_id, Event(Kind.JOINED, f"{Kind.JOINED}:{event.pair_id}", event.pair_id))


def on_paused(event: PairPaused) -> None:
    _told_of_pair(event, Kind.PAUSED)


def on_resumed(event: PairResumed) -> None:
    """What was held back during the pause leaves with the next mail."""
    take_back_in(event.pair_id, Kind.PAUSED)
    _told_of_pair(event, Kind.RESUMED)
    for person_id in queries.told_in(event.pair_id):
        plan_anew(person_id)


def on_closing(event: PairClosing) -> None:
    _told_of_pair(event, Kind.CLOSING)


def on_closed(event: PairClosed) -> None:
    """Nothing waits there any more. Both are told the same, however it ended."""
    take_back_in(event.pair_id, *(kind for kind in Kind if not kind.outlives_its_pair))
    for person_id in queries.two_of(event.pair_id):
        tell(person_id, Event(Kind.CLOSED, f"{Kind.CLOSED}:{event.pair_id}:{event.at:%Y%m%dT%H%M%S}", event.pair_id))


def on_went_on(event: PairWentOn) -> None:
    take_back_in(event.pair_id)
    for person_id in queries.two_of(event.pair_id):
        key = f"{Kind.RESUMED}:{event.pair_id}:{event.at:%Y%m%dT%H%M%S}"
        tell(person_id, Event(Kind.RESUMED, key, event.pair_id))


def on_meeting(event: MeetingProposed | MeetingAgreed | MeetingMoved | MeetingCancelled) -> None:
    """Of a meeting the newest alone is told: what was said of it before holds no more."""
    take_back([event.meeting_id], *MEETINGS.values())
    kind = MEETINGS[type(event)]
    key = f"{kind}:{event.meeting_id}:{event.at:%Y%m%dT%H%M%S}"
    tell_other(event.pair_id, event.by_id, Event(kind, key, event.pair_id, event.meeting_id, event.meeting_id))


def on_roles_proposed(event: RolesProposed) -> None:
    take_back_in(event.pair_id, Kind.ROLES_PROPOSED)
    _told_of_pair(event, Kind.ROLES_PROPOSED)


def on_roles_settled(event: RolesSettled) -> None:
    take_back_in(event.pair_id, Kind.ROLES_PROPOSED)


def on_text_proposed(event: TextProposed) -> None:
    take_back_in(event.pair_id, Kind.TEXT_PROPOSED)
    _told_of_pair(event, Kind.TEXT_PROPOSED)


def on_text_signed(event: TextSigned) -> None:
    take_back_in(event.pair_id, Kind.TEXT_PROPOSED)


def on_remark_answered(event: RemarkAnswered) -> None:
    key = f"{Kind.REMARK_ANSWERED}:{event.remark_id}"
    tell(event.writer_id, Event(Kind.REMARK_ANSWERED, key, source_id=event.remark_id))


def on_remark_withdrawn(event: RemarkWithdrawn) -> None:
    take_back([event.remark_id])


def _told_of_text(pair_id: str, author_id: str, kind: Kind, text_id: str) -> None:
    tell_other(pair_id, author_id, Event(kind, f"{kind}:{text_id}", pair_id, text_id, text_id))


def _told_of_pair(event: PairMoved, kind: Kind) -> None:
    key = f"{kind}:{event.pair_id}:{event.at:%Y%m%dT%H%M%S}"
    tell_other(event.pair_id, event.by_id, Event(kind, key, event.pair_id))
