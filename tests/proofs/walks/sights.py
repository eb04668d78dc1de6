"""What each of the nine can read: of the text that was touched, and of every list that can hold it."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from portal.journal import policy as journal_policy
from portal.journal import service as journal
from portal.journal.queries import entry_lines, find_entry, find_exchange, find_moment
from portal.journal.service import Side
from portal.kernel import reading
from portal.kernel.identity import Actor
from portal.learning import service as learning
from portal.learning.queries import my_lesson
from portal.pairs.queries import my_blocks, my_pair, my_pairs, pair_glance, what_coordination_sees
from portal.pairs.rules import MyPair
from portal.pairs.service import agreement
from portal.privacy.service import take_pair
from portal.programs.queries import my_programs
from portal.safety.queries import my_reports
from portal.safety.queries import report as find_report
from portal.safety.service import read as read_report
from portal.today.service import read_day
from tests.proofs.walks.town import CARD, DISAGREEMENT, MODULE, Couple, Town, Written

MARK = re.compile("§[0-9]+§")
"""Everything written in a walk begins with a mark of its own."""

Shows = Callable[[Written, str], bool]
"""Whether a place has room for this piece, when this person looks at it. Whether they may read it, the model says."""


@dataclass(frozen=True)
class Place:
    """A page of a pair: how its view reads it, and which pieces it shows whole, or names by their ids."""

    read: Callable[[Actor, MyPair], Any]
    shows: Shows
    names: Shows


def never(_piece: Written, _who: str) -> bool:
    return False


def is_text(piece: Written, _who: str) -> bool:
    return piece.kind == "text"


def is_on_card(piece: Written, _who: str) -> bool:
    return piece.kind == "text" and piece.is_on_card


def is_entry(piece: Written, _who: str) -> bool:
    return piece.kind in ("entry", "under")


def is_in_journal(piece: Written, who: str) -> bool:
    return is_text(piece, who) or piece.kind == "entry"


def all_of_it(piece: Written, _who: str) -> bool:
    return piece.kind not in ("report", "answer")


def read_path(actor: Actor, pair: MyPair) -> Any:
    glance = pair_glance(actor, pair=pair.id)
    return glance and learning.read_path(glance).lines


PLACES = {
    "journal": Place(lambda _, pair: (journal.list_exchanges(pair, "fr"), entry_lines(pair)), never, is_in_journal),
    "cards": Place(lambda _, pair: journal.deck(pair), never, is_on_card),
    "workspace": Place(read_path, never, is_text),
    "agreement": Place(
        lambda _, pair: agreement.read_agreement(pair), lambda piece, _: piece.kind in ("sheet", "agreement"), never
    ),
    "coordination": Place(lambda _, pair: what_coordination_sees(pair.id), never, never),
    "entries": Place(lambda _, pair: journal.read_entries(pair), is_entry, is_entry),
    "export": Place(lambda _, pair: take_pair(pair), all_of_it, never),
}


def look_around(town: Town, touched: Couple, text: Written, *, at_accounts: bool) -> None:
    """Everybody looks at what was touched, and at every list; they see what the model says, and nothing besides."""
    at_reports = at_accounts or any(couple.written("report") for couple in town.couples)
    with town.open(), asked_once():
        for who in town.present:
            actor = town.actors[who]
            look_at_text(actor, who, touched, text)
            look_at_entries(actor, who, touched)
            if at_reports:
                look_at_reports(actor, who, town)
            if at_accounts:
                look_at_account(actor, who, town)
            for couple in town.couples:
                if couple is not touched:
                    assert read_exchange(actor, couple, text) is None, f"{who} finds a text in another pair"
                look_at_pair(actor, who, couple, PLACES if couple is touched else ("journal",))
            day = repr((read_day(actor), my_pairs(actor)))
            assert MARK.findall(day) == [], f"{who} reads words on their day"
            assert ids_in(day, town) <= known_to(who, town), f"{who} learns on their day of what they may not know"


@contextmanager
def asked_once() -> Iterator[None]:
    """While nothing is written, the same statement about the same things has the same rows: it is sent once."""
    answers: dict[tuple[str, str], Any] = {}
    fetched = reading._fetched  # noqa: SLF001 (the one place through which such statements are sent)

    def remembered(text: str, parameters: Any) -> Any:
        asked = text, repr(parameters)
        if asked not in answers:
            answers[asked] = fetched(text, parameters)
        return answers[asked]

    with patch.object(reading, "_fetched", remembered):
        yield


def look_at_text(actor: Actor, who: str, couple: Couple, text: Written) -> None:
    """The exchange, by the id of each of its two texts; and the lesson that it is about."""
    twins = couple.twins(text)
    about = [one for one in couple.pieces if one in twins or any(one.on is twin for twin in twins)]
    for one in twins:
        seen = read_exchange(actor, couple, one)
        knows = bool(one.row) and couple.knows(who, one)
        assert (seen is not None) is knows, f"{who} {'finds nothing' if knows else 'finds something'} at {one}"
        if knows:
            shown = repr(seen)
            expect(f"{who} in the exchange", shown, couple, who, about)
            names = {piece.row for piece in about if piece.row and couple.knows(who, piece)}
            assert {piece.row for piece in about if piece.row and piece.row in shown} == names
            for side in (side for side in (seen.mine, seen.theirs) if side is not None):
                due = next(twin.asked for twin in twins if twin.row == side.id)
                assert asked_about(side) == due, f"{who} sees {asked_about(side)} asked about {side.id}, not {due}"
    if text.is_on_card:
        look_at_card(actor, who, couple, text)
    elif text.moment:
        look_at_moment(actor, who, couple, text)
    else:
        look_at_lesson(actor, who, couple, text)


def asked_about(side: Side) -> set[str]:
    asked = {"more": side.more_wished_at, "advice": side.advice_asked_at, "in person": side.talk_in_person_at}
    return {what for what, at in asked.items() if at is not None}


def look_at_lesson(actor: Actor, who: str, couple: Couple, text: Written) -> None:
    lesson = my_lesson(actor, pair=couple.id, module=MODULE, lesson=str(text.on), language="fr")
    assert (lesson is not None) is (who in couple.two)
    if lesson is not None:
        page = learning.read_lesson(lesson)
        own = [one for one in couple.pieces if one.on == text.on and (one.author == who or one.kind == "note")]
        expect(f"{who} in the lesson", repr(page), couple, who, own)
        theirs = next(one for one in couple.twins(text) if one.author != who)
        assert (page.theirs is not None) is (couple.knows(who, theirs) and theirs.row != "")


def look_at_moment(actor: Actor, who: str, couple: Couple, text: Written) -> None:
    """Where a blank page leads: to what one may know of, if there is any."""
    found = find_moment(actor, pair=couple.id, moment=text.moment)
    assert (found is not None) is (who in couple.two)
    if found is not None:
        at = journal.text_under_way(found.pair, found.moment)
        texts = [one for one in couple.written("text") if one.moment == text.moment]
        known = {one.row for one in texts if one.row and couple.knows(who, one)}
        assert (at.id in known) if at else (text.moment == DISAGREEMENT or not known), f"{who} is led to {at}"


def look_at_card(actor: Actor, who: str, couple: Couple, text: Written) -> None:
    """Where one writes on it: one’s own words, and no more of the other’s than that they handed them over."""
    found = journal.find_card(actor, pair=couple.id, card=CARD)
    assert (found is not None) is (who in couple.two)
    if found is not None:
        mine, rows = journal.on_card(found)
        expect(f"{who} on the card", repr(mine), couple, who, [one for one in couple.twins(text) if one.author == who])
        known = {one.row for one in couple.twins(text) if one.row and couple.knows(who, one)}
        at = journal.known_on(found, rows)
        assert (at in known) if at else not known, f"{who} is led to {at}"


def look_at_entries(actor: Actor, who: str, couple: Couple) -> None:
    for entry in couple.written("entry"):
        found = find_entry(actor, pair=couple.id, entry=entry.row)
        knows = found is not None and journal_policy.READ_ENTRY.allows(actor, found)
        assert knows is couple.knows(who, entry), f"{who} at {entry}"


def look_at_reports(actor: Actor, who: str, town: Town) -> None:
    """What one sent and what one handles, with the words shown in it; the other of the two finds nothing."""
    sent = [(couple, one) for couple in town.couples for one in couple.written("report")]
    assert {one.id for one in my_reports(actor)} == {one.row for _, one in sent if who in one.between}
    for couple, one in sent:
        seen = find_report(actor, report=one.row)
        assert (seen is not None) is (who in one.between), f"{who} at {one}"
        if seen is not None:
            assert not one.words or (seen.attested_at is not None) is (seen.shown_kind is not None)
            expect(f"{who} in a report", repr(read_report(seen)), couple, who, [one, *couple.written("answer", one)])


def look_at_account(actor: Actor, who: str, town: Town) -> None:
    """Only who blocks is told; and each takes part where they did not leave."""
    blocked = {(who, str(one.name)) for one in my_blocks(actor)}
    assert blocked == {two for two in town.blocks if two[0] == who}
    assert {one.slug for one in my_programs(actor)} == town.programs[who]


def look_at_pair(actor: Actor, who: str, couple: Couple, places: Iterable[str]) -> None:
    pair = my_pair(actor, pair=couple.id)
    assert (pair is not None) is (who in couple.two), f"{who} at the door of {couple.two}"
    for name in places if pair is not None else ():
        place = PLACES[name]
        shown = repr(place.read(actor, pair))
        expect(f"{who} in the {name}", shown, couple, who, [one for one in couple.pieces if place.shows(one, who)])
        names = {one.row for one in couple.pieces if one.row and place.names(one, who) and couple.knows(who, one)}
        if name != "export":
            assert {one.row for one in couple.pieces if one.row and one.row in shown} == names, f"{who} in the {name}"


def read_exchange(actor: Actor, couple: Couple, text: Written) -> Any:
    found = find_exchange(actor, pair=couple.id, reflection=text.row or "nobody", language="fr")
    if found is None or not journal_policy.READ.allows(actor, found):
        return None
    return journal.read_exchange(found.pair, found.exchange, found.reflections)


def expect(where: str, shown: str, couple: Couple, who: str, pieces: list[Written]) -> None:
    """The words of exactly those pieces that this person may read."""
    due = {mark for one in pieces if couple.reads(who, one) for mark in MARK.findall(one.words)}
    seen = set(MARK.findall(shown))
    assert seen == due, f"{where}: reads {sorted(seen - due)} too much, and misses {sorted(due - seen)}"


def ids_in(shown: str, town: Town) -> set[str]:
    return {one.row for couple in town.couples for one in couple.pieces if one.row and one.row in shown}


def known_to(who: str, town: Town) -> set[str]:
    return {one.row for couple in town.couples for one in couple.pieces if couple.knows(who, one)}
