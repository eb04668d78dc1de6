"""The agenda of a meeting, made anew each time that it is looked at."""

from portal.curriculum.rules import Strand
from portal.curriculum.service import agendas
from portal.journal.queries import exchange_lines
from portal.kernel.i18n import current_language
from portal.meetings import queries
from portal.meetings.queries import MeetingFound
from portal.meetings.rules import DIRECTIONS, Agenda, to_hear, to_learn, to_tell, write_agenda
from portal.pairs.queries import strand_guides
from portal.pairs.rules import MyPair
from portal.progress.queries import done_in


def agenda_of(found: MeetingFound) -> Agenda | None:
    """In six statements. None once it is over, and during a pause: nobody is asked for anything then."""
    pair, meeting = found.pair, found.meeting
    if not (meeting.is_open and pair.may_share):
        return None
    lessons = queries.lessons_here(current_language())
    since = max((one.held_at for one in queries.meetings_in(pair.id).all if one.held_at), default=None)
    done = {(lesson, person): facts for (_pair, lesson, person), facts in done_in([pair.id]).items()}
    people = [pair.in_seat(seat).id for seat in (1, 2)]
    matters = [
        *to_hear(exchange_lines(pair.me.id, [pair.id]), queries.kept_for_a_talk(pair.id), lessons),
        *(matter for who in people for matter in to_tell(who, done, lessons, since)),
        *to_learn(_learners(pair), done, lessons),
    ]
    return write_agenda(meeting.minutes, people, matters)


def _learners(pair: MyPair) -> dict[Strand, str]:
    """Who learns in each strand. Until the two have settled it, each is given one."""
    guides = strand_guides(pair.id) or dict(zip(DIRECTIONS, (pair.in_seat(1).id, pair.in_seat(2).id), strict=True))
    return {strand: pair.other(guide).id for strand, guide in guides.items()}


def lines_of(number: str) -> str | None:
    """One of the eight agendas as lines to begin from; None for a number that none has."""
    found = next((one for one in agendas() if str(one.number) == number), None)
    if found is None:
        return None
    text = found.texts[current_language()]
    return "\n".join([text.title, *(f"{part.starts}–{part.ends}: {part.text}" for part in text.parts)])


def starting_points() -> list[tuple[int, str]]:
    """The eight, by number and title."""
    return [(one.number, one.texts[current_language()].title) for one in agendas()]
