"""A partner who never writes, over 28 days: told whose turn it is, never blamed; the author is nobody's hostage."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser

from portal.kernel import clock
from tests import builders
from tests.browser.drafting import signed_in
from tests.browser.glass import Glass
from tests.browser.moving import MovedClock, moved_clock
from tests.browser.people import People, Someone
from tests.browser.running import RunningPortal
from tests.databases import engines_closed

HERS = "J’espère qu’on entende que je ne cherche pas à avoir raison."
MOMENT = "Our first moment"
SEALED = "Your reflection is sealed. If %(name)s seals theirs, both open at the same moment."
HIS_TURN = "%(name)s has written theirs; yours can follow when you wish"
NEWS = "%(name)s has sealed a reflection on “%(title)s”."
OFFER = "Choose what becomes of your sealed reflection: wait, open it, make it private or withdraw it."
WAITS = "main .waits, main .next"


@pytest.fixture
def moved(running: RunningPortal) -> Iterator[MovedClock]:
    with engines_closed(), moved_clock(running) as clock_of_ours:
        yield clock_of_ours


@dataclass
class Both:
    """A pair whose sessions are renewed at each visit: they come seldom."""

    app: Flask
    people: People
    moved: MovedClock
    language: str
    script: bool

    def __post_init__(self) -> None:
        both = (builders.person(self.app, name, language=self.language) for name in ("Maïté", "Ibrahim"))
        self.pair = builders.pair(self.app, *both)
        self.address = f"/pairs/{self.pair.id}"

    def come_again(self, *, days: int) -> None:
        """They have closed their pages meanwhile: an open one would go on asking, and its session ends."""
        for someone in self.people.here:
            someone.page.goto("about:blank")
        self.moved.moves(days=days)

    def maite(self) -> Someone:
        return self._comes(self.pair.first)

    def ibrahim(self) -> Someone:
        return self._comes(self.pair.second)

    def _comes(self, someone: builders.Someone) -> Someone:
        with clock.at(self.moved.moment):
            here = signed_in(self.app, self.people, someone, self.language, script=self.script)
        here.goes_to("/today")
        return here


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("language", "script"), [("fr", True), ("en", False)], ids=["in French", "in English without script"]
)
def test_a_partner_who_never_writes(
    writing_app: Flask, browser: Browser, moved: MovedClock, language: str, script: bool
) -> None:
    people = People(moved.portal, browser, Glass())
    both = Both(writing_app, people, moved, language, script)
    _seals(both)
    both.come_again(days=7)
    _says_whose_turn_it_is(both)
    both.come_again(days=7)
    _offers_the_author_every_way_on(both)
    both.come_again(days=14)
    _is_a_thing_of_the_day_no_more(both)
    assert people.complaints() == []
    people.leave()


def _seals(both: Both) -> None:
    maite = both.maite()
    maite.goes_to(both.address)
    maite.follows(MOMENT)
    maite.fills("Your reflection", HERS)
    maite.presses("Seal my reflection")


def _says_whose_turn_it_is(both: Both) -> None:
    maite, ibrahim = both.maite(), both.ibrahim()
    maite.sees(SEALED, inside=WAITS, name=ibrahim.name)
    maite.does_not_see(OFFER)
    ibrahim.sees(HIS_TURN, inside=WAITS, name=maite.name)
    ibrahim.sees(NEWS, name=maite.name, title=ibrahim.words(MOMENT))
    ibrahim.goes_to(f"{both.address}/journal")
    ibrahim.sees("You have not written yet.")
    assert not ibrahim.has_received(HERS)


def _offers_the_author_every_way_on(both: Both) -> None:
    maite, ibrahim = both.maite(), both.ibrahim()
    maite.follows(OFFER, inside=WAITS)
    maite.sees(
        "It has been sealed for two weeks. You can wait, open it, make it private or withdraw it: it is up to you."
    )
    exchange = maite.page.url
    for way in ("Open mine now", "Make it private", "Withdraw it"):
        maite.follows(way, inside="main")
        maite.follows("Not now", inside="main")
        assert maite.page.url == exchange, "every way can be left again, and waiting is one"
    ibrahim.sees(HIS_TURN, inside=WAITS, name=maite.name)


def _is_a_thing_of_the_day_no_more(both: Both) -> None:
    maite, ibrahim = both.maite(), both.ibrahim()
    maite.does_not_see(SEALED, name=ibrahim.name)
    maite.does_not_see(OFFER)
    ibrahim.does_not_see(HIS_TURN, name=maite.name)
    ibrahim.does_not_see(NEWS, name=maite.name, title=ibrahim.words(MOMENT))
    maite.goes_to(f"{both.address}/journal")
    maite.follows("Choose what becomes of yours")
    maite.unfolds("Read it again")
    maite.reads(HERS)
    ibrahim.goes_to(f"{both.address}/journal")
    ibrahim.follows("Write your reflection")
    assert not ibrahim.has_received(HERS)
