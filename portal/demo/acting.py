"""One person of a demo pair at work: each act is a use case of the portal, at the moment that the story has reached."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from portal.accounts import service as accounts
from portal.assessment import service as assessment
from portal.assessment.rules import Given, SittingKind, points_by_dimension
from portal.availability import service as availability
from portal.availability.rules import Slot
from portal.curriculum.rules import StepKind, Strand
from portal.curriculum.service import assessment as assessed
from portal.demo.words import Written
from portal.journal import queries as journal_queries
from portal.journal import service as journal
from portal.journal.models import Reflection
from portal.kernel import clock
from portal.kernel.i18n import speaking
from portal.kernel.identity import Actor
from portal.kernel.refusal import Refusal
from portal.learning import queries as learning_queries
from portal.learning import service as learning
from portal.learning.rules import LessonSeen, StepInPair
from portal.matching import service as matching
from portal.matching.rules import proposal
from portal.meetings import service as meetings
from portal.meetings.queries import meetings_in
from portal.meetings.rules import MeetingSeen, Offer, TextKind
from portal.pairs import queries as pairs_queries
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import laid_together
from portal.pairs.service import agreement, roles


@contextmanager
def ago(days: int, hour: int, minute: int = 0) -> Iterator[None]:
    """Within the block it is so many days ago, at this hour of UTC."""
    moment = (clock.now() - timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    with clock.at(moment):
        yield


def on_day(days: int, hour: int) -> datetime:
    """So many days from now, at this hour of UTC."""
    return (clock.now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


class Partner:
    """One of the two of a pair. Lessons are named as they are known: `module/slug`."""

    def __init__(self, actor: Actor, pair_id: str) -> None:
        self.actor = actor
        self._pair_id = pair_id

    # The beginnings.

    def proposes_to_guide_culture(self, guide: "Partner") -> None:
        roles.propose_guides(self._pair(), guide.actor.id)

    def agrees_on_guides(self) -> None:
        pair = self._pair()
        proposal = pairs_queries.open_proposal(pair.id)
        roles.agree_on_guides(pair, proposal.id if proposal else "")

    def fills_in(self, sheet: Mapping[str, str], *, hand_over: bool = True) -> None:
        agreement.save_sheet(self._pair(), sheet, 0, hand_over=hand_over)

    def proposes_agreement(self, settled: dict[str, str]) -> None:
        """The one text: what each said for themselves, and what the two have settled."""
        pair = self._pair()
        state = agreement.read_agreement(pair)
        text = laid_together(state.mine, state.theirs or {}, pair.me.seat) | settled
        agreement.propose_text(pair, text, 0)

    def signs(self) -> None:
        pair = self._pair()
        proposed = agreement.read_agreement(pair).proposed
        agreement.sign(pair, proposed.id if proposed else "")

    # A lesson.

    def does(self, lesson: str, *kinds: StepKind, note: str = "", missing: int | None = None) -> None:
        """Do the steps of these kinds. `note` goes with the try, to the partner; a check may be `missing` once,
        with this option (from 0) of its first question."""
        seen = self._lesson(lesson)
        for step in seen.text.steps:
            if step.kind not in kinds:
                continue
            at = StepInPair(seen, step)
            if step.kind is StepKind.CHECK:
                self._answer(at, missing)
            elif step.kind is StepKind.TRY:
                learning.say_done(at, note, share=bool(note))
            else:
                learning.say_done(at)

    def hands_the_guiding_to(self, guide: "Partner", lesson: str) -> None:
        learning.swap(self._lesson(lesson), guide.actor.id)

    # The journal.

    def drafts(self, lesson: str, text: str) -> None:
        with speaking(self.actor.language):
            learning.save_draft(self._lesson(lesson), text, 0)

    def seals(self, lesson: str, written: Written) -> None:
        with speaking(self.actor.language):
            learning.seal_text(self._lesson(lesson), written.text, 0)

    def hears(self, lesson: str, written: Written, round_number: int = 1) -> None:
        """Say what one heard in the partner's reflection, `round_number` from 1."""
        pair = self._pair()
        text = written.heard[round_number - 1].text
        journal.offer_hearing(pair, self._reflection(lesson, of=pair.partner.id), text)

    def answers(self, lesson: str, written: Written, round_number: int = 1) -> None:
        """Confirm or clarify what the partner heard in one's own."""
        pair = self._pair()
        mine = self._reflection(lesson, of=pair.me.id)
        hearing = journal_queries.hearings_of([mine.id])[round_number - 1]
        journal.answer_hearing(pair, mine, hearing.id, written.heard[round_number - 1].clarification)

    def replies(self, lesson: str, author: "Partner", text: str) -> None:
        """Go on under what `author` wrote."""
        journal.reply(self._pair(), self._reflection(lesson, of=author.actor.id), text)

    # The self-assessment.

    def sits(self, strong: Strand) -> None:
        """Once, before: sound in one strand, and hesitating between what is defensible and what is not elsewhere."""
        person_id, asked = self.actor.id, assessed()
        strands = {dimension.key: dimension.strand for dimension in asked.dimensions}
        given = {}
        for number, situation in enumerate(asked.situations):
            is_strong = strands[situation.dimension] is strong
            worth, sure = (3 if number % 6 else 2, 3) if is_strong else (1 + number % 2, 2 + number % 2)
            given[situation.key] = Given(next(one.key for one in situation.options if one.worth == worth), sure)
        assessment.save(person_id, SittingKind.BEFORE, given, 0)
        assessment.finish(person_id, SittingKind.BEFORE, 1)

    def offers_and_shows(self, strand: Strand) -> None:
        """What the results propose, and the level in one strand."""
        sittings = assessment.read(self.actor.id)
        results = assessment.reckon(sittings).latest
        matching.say(self.actor.id, proposal(points_by_dimension(results)), 0)
        levels = {result.strand: result.band for result in results if result.strand is strand}
        matching.show_levels(self.actor.id, sittings.finished[-1].id, levels, 0)

    # The meetings.

    def is_free(self, *slots: Slot) -> None:
        """Every week."""
        availability.add(self.actor.id, slots)

    def proposes_to_meet(self, *times: datetime, minutes: int, place: str) -> None:
        meeting = meetings.propose(self._pair(), Offer(times, minutes))
        meetings.say_where(self._pair(), meeting, place)

    def accepts(self, moment: datetime) -> None:
        meetings.accept(self._pair(), self._meeting().id, moment)

    def adds_to_the_agenda(self, lines: str) -> None:
        meetings.save_text(self._pair(), self._meeting().id, TextKind.AGENDA, lines, 0)

    def has_met(self, decided: str) -> None:
        meeting = self._meeting()
        meetings.say_held(self._pair(), meeting.id)
        meetings.save_text(self._pair(), meeting.id, TextKind.DECISIONS, decided, 0)

    # The day.

    def has_seen_the_news(self) -> None:
        accounts.mark_seen(self.actor.id, clock.now())

    def _pair(self) -> MyPair:
        pair = pairs_queries.my_pair(self.actor, pair=self._pair_id)
        if pair is None:
            raise RuntimeError("a partner of the demo outside their pair")
        return pair

    def _meeting(self) -> MeetingSeen:
        """The one that is open."""
        (meeting,) = meetings_in(self._pair_id).open
        return meeting

    def _lesson(self, name: str) -> LessonSeen:
        module, _, slug = name.partition("/")
        with speaking(self.actor.language):
            seen = learning_queries.my_lesson(
                self.actor, pair=self._pair_id, module=module, lesson=slug, language=self.actor.language
            )
        if seen is None:
            raise Refusal(f"The demo needs the lesson {name}, which is not taken in: run `portal init`.")
        return seen

    def _reflection(self, lesson: str, *, of: str) -> Reflection:
        rows = journal_queries.reflections_on(self._pair_id, self._lesson(lesson).id)
        return next(row for row in rows if row.author_id == of)

    def _answer(self, at: StepInPair, missing: int | None) -> None:
        for number, question in enumerate(at.step.questions, start=1):
            if number == 1 and missing is not None and missing != question.right_option:
                learning.answer(at, number, missing)
            learning.answer(at, number, question.right_option)
