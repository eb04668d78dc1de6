"""What two people wrote, for one of them: read as their pages read it, so that nothing else can be in it."""

from collections.abc import Iterator, Mapping

from portal.curriculum.rules import step_name
from portal.journal import service as journal
from portal.journal.queries import ExchangeFound, all_exchanges
from portal.journal.service import ExchangeView, Side
from portal.kernel.i18n import _, current_language, format_long_day
from portal.kernel.identity import Actor
from portal.kernel.markup import words_of
from portal.kernel.secrecy import Opener, Owner
from portal.meetings import service as meetings
from portal.meetings.queries import meetings_in
from portal.pairs.queries import my_pairs
from portal.pairs.rules import MyPair
from portal.pairs.rules.agreement import lines
from portal.pairs.service.agreement import AgreementSeen, read_agreement
from portal.privacy import queries
from portal.privacy.rules.labels import called
from portal.privacy.rules.taken import Kind, Occasion, PairTaken, Words
from portal.progress.models import StepDone
from portal.progress.service import place_of


def take_pairs(actor: Actor) -> tuple[PairTaken, ...]:
    return tuple(take_pair(pair) for pair in my_pairs(actor))


def take_pair(pair: MyPair) -> PairTaken:
    """In any state: a closed pair's journal is its two people's as well."""
    occasions = [*_agreement(pair), *_notes(pair), *_exchanges(pair), _entries(pair), *_meetings(pair)]
    return PairTaken(
        id=pair.id,
        partner=str(pair.partner.name),
        state=pair.state,
        since=pair.created_at,
        closed_at=pair.closed_at,
        occasions=tuple(occasion for occasion in occasions if occasion.words),
    )


def _exchanges(pair: MyPair) -> Iterator[Occasion]:
    """The oldest first, in as many statements for fifty as for one."""
    found = all_exchanges(pair, current_language())
    views = journal.read_exchanges(pair, [(one.exchange, one.reflections) for one in found])
    for one, seen in zip(found, views, strict=True):
        lesson = f"{one.title.module}/{one.title.lesson}" if one.title else ""
        yield _occasion(pair, seen, _title(one), lesson)


def _title(found: ExchangeFound) -> str:
    if found.title is not None:
        return found.title.title
    if found.exchange.card is not None:
        return str(_("An assumption card"))
    return str(found.exchange.moment.named) if found.exchange.moment is not None else _("An exchange")


def _occasion(pair: MyPair, seen: ExchangeView, title: str, lesson: str) -> Occasion:
    sides = [side for side in (seen.mine, seen.theirs) if side is not None]
    return Occasion(title, tuple(words for side in sides for words in _side(pair, side)), lesson)


def _side(pair: MyPair, side: Side) -> Iterator[Words]:
    """A text, and what was said under it. What was withdrawn is None, and absent."""
    me, mine = pair.me.id, side.author_id == pair.me.id
    if side.text is not None:
        prompts = "\n".join(words_of(prompt) for prompt in side.prompt)
        written_at = side.sealed_at or side.saved_at
        yield Words(Kind.REFLECTION, mine, side.text, written_at, about=prompts, state=side.state)
    for one in side.additions:
        if one.text is not None:
            yield Words(Kind.ADDITION, mine, one.text, one.written_at)
    for heard in side.hearings:
        if heard.text is not None:
            yield Words(Kind.HEARD, heard.hearer_id == me, heard.text, heard.offered_at, state=heard.round.state)
        if heard.clarification is not None:
            yield Words(Kind.CLARIFICATION, mine, heard.clarification, heard.answered_at or heard.offered_at)
    for reply in side.replies:
        if reply.text is not None:
            yield Words(Kind.REPLY, reply.author_id == me, reply.text, reply.written_at)


def _entries(pair: MyPair) -> Occasion:
    """One's own free notes, and those that the other shared, each with what was added to it."""
    found = []
    for entry in journal.read_entries(pair):
        mine = entry.author_id == pair.me.id
        if entry.text is not None:
            found.append(Words(Kind.ENTRY, mine, entry.text, entry.shared_at or entry.saved_at, state=entry.state))
        found += [
            Words(Kind.ADDITION, mine, one.text, one.written_at) for one in entry.additions if one.text is not None
        ]
    return Occasion(_("Free notes"), tuple(found))


def _meetings(pair: MyPair) -> Iterator[Occasion]:
    """What the two kept for each, as it stands; and what one saved oneself, where the other changed it afterwards."""
    found = meetings_in(pair.id).all
    kept = meetings.read_all(pair, [one.id for one in found])
    for meeting in found:
        moment = meeting.starts_at or meeting.created_at
        words = tuple(
            Words(Kind.MEETING, one.author_id == pair.me.id, one.text, one.saved_at, about=str(kind.named))
            for kind, one in kept[meeting.id]
            if one.text
        )
        yield Occasion(_("Meeting of %(day)s", day=format_long_day(moment)), words)


def _agreement(pair: MyPair) -> Iterator[Occasion]:
    state = read_agreement(pair)
    name = called(str(pair.partner.name))
    yield Occasion(_("Our agreement: your sheet"), tuple(_sheet(state.mine, mine=True)))
    yield Occasion(_("Our agreement: the sheet of %(name)s", name=name), tuple(_sheet(state.theirs or {}, mine=False)))
    for text in reversed(state.texts):
        yield Occasion(_("Our agreement, text %(number)s", number=text.number), tuple(_text(pair, text)))


def _sheet(sheet: Mapping[str, str], *, mine: bool) -> Iterator[Words]:
    for line in lines():
        if sheet.get(line.key):
            yield Words(Kind.SHEET, mine, sheet[line.key], None, about=str(line.label))


def _text(pair: MyPair, seen: AgreementSeen) -> Iterator[Words]:
    mine = seen.author_id == pair.me.id
    for key, label in _labels(pair).items():
        if seen.text.get(key):
            yield Words(Kind.AGREEMENT, mine, seen.text[key], seen.proposed_at, about=label)


def _labels(pair: MyPair) -> Mapping[str, str]:
    """Of each line of the one text: whose it is, where it is one person's."""
    labels = {}
    for line in lines():
        if not line.personal:
            labels[line.key] = str(line.label)
            continue
        for seat in (1, 2):
            labels[f"{line.key}_{seat}"] = _(
                "%(name)s: %(line)s", name=called(str(pair.in_seat(seat).name)), line=line.label
            )
    return labels


def _notes(pair: MyPair) -> Iterator[Occasion]:
    """One's own, and the other's that were shared and stand."""
    rows = [row for row in queries.notes_in(pair.id) if row.person_id == pair.me.id or _is_shared(row)]
    opener = Opener({Owner(row.person_id, pair.id) for row in rows})
    names, titles = queries.lesson_names(), queries.lesson_titles(current_language())
    yield Occasion(_("Notes on steps"), tuple(_note(pair, row, opener, names[row.lesson_id], titles) for row in rows))


def _note(pair: MyPair, row: StepDone, opener: Opener, lesson: str, titles: Mapping[str, str]) -> Words:
    owner = Owner(row.person_id, pair.id)
    return Words(
        Kind.NOTE,
        row.person_id == pair.me.id,
        opener.open(owner, place_of(row.id), row.note_cipher or b""),
        row.done_at,
        about=_("%(lesson)s: %(step)s", lesson=titles[lesson], step=step_name(row.step_key)),
        state="shared" if _is_shared(row) else "private",
        lesson=lesson,
        step=row.step_key,
    )


def _is_shared(row: StepDone) -> bool:
    return row.note_shared_at is not None and row.undone_at is None
