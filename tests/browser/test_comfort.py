"""As people set up their screens: forced colours, motion reduced, everything twice as large."""

from collections.abc import Iterator

from playwright.sync_api import Page

from portal.demo.people import MAITE
from tests.browser.glass import DESK_ZOOMED_TWICE, SPILLS
from tests.browser.keyboard import walk
from tests.browser.people import People, Someone

LESSON = "conversation/du-porte-voix-a-la-conversation"

# Shapes that carry meaning: the lanes and their nodes, the edges of buttons.
LOST = """() => {
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  const clear = ['rgba(0, 0, 0, 0)', 'transparent', paper];
  const lost = [];
  for (const lane of document.querySelectorAll('.lane'))
    if (lane.checkVisibility() && clear.includes(getComputedStyle(lane, '::before').backgroundColor)) lost.push('lane');
  for (const full of document.querySelectorAll('.node .full'))
    if (clear.includes(getComputedStyle(full).fill)) lost.push('node');
  for (const button of document.querySelectorAll('.button:not(.plain)'))
    if (button.checkVisibility() && getComputedStyle(button).borderTopStyle === 'none') lost.push(button.outerHTML);
  return lost;
}"""
MOVING = """() => [...document.querySelectorAll('body *')]
  .filter(e => getComputedStyle(e).transitionDuration !== '0s' || getComputedStyle(e).animationName !== 'none')
  .map(e => e.outerHTML.slice(0, 100))"""


def test_forced_colours_lose_nothing(people: People) -> None:
    maite = people.comes_back(MAITE, forced_colors="active")
    for page in main_pages(maite):
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(LOST) == []
        assert walk(page) == []


def test_nothing_moves_for_who_wants_it_still(people: People) -> None:
    maite = people.comes_back(MAITE, reduced_motion="reduce")
    for page in main_pages(maite):
        assert page.evaluate(MOVING) == []


def test_twice_as_large_fits(people: People) -> None:
    maite = people.comes_back(MAITE, viewport=DESK_ZOOMED_TWICE, device_scale_factor=2)
    for page in main_pages(maite):
        assert page.evaluate("devicePixelRatio") == 2
        assert page.evaluate(SPILLS) == []


def main_pages(maite: Someone) -> Iterator[Page]:
    """Each of them in turn, open."""
    maite.goes_to("/today")
    yield maite.page
    maite.opens(".waits a[href*='/journal/'] >> nth=0")
    yield maite.page
    maite.opens_the_pair()
    yield maite.page
    maite.opens_the_lesson(LESSON)
    yield maite.page
    maite.opens_the_agreement()
    yield maite.page
