"""A close look at every page that somebody reaches: again whenever it shows a kind of element not yet seen there.

What one story has looked at, in a language, with script or without, the next one of this run does not look at again,
whatever process it is in: most of the time that the stories take went into looking twice at the same page.

Right HTML; axe, in light and in dark; nothing that scrolls sideways at 360 px or at 200 % zoom, every fold open;
one main thing to do; nothing left in the browser's storage. Where script is off the same person opens the page a
second time with script on, for axe.
"""

import fcntl
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from justhtml import JustHTML, StrictModeError
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 800}
DESK_ZOOMED_TWICE: ViewportSize = {"width": 640, "height": 400}
PHONE: ViewportSize = {"width": 360, "height": 740}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WHOLE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
LOOKS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block", "target-size"]}
FIRST_ERROR = 400
LEFT_BEHIND = "net::ERR_ABORTED"

UNFOLD = """() => {
  window.folded = [...document.querySelectorAll('details:not([open])')];
  window.folded.forEach(fold => fold.open = true);
  // what sticks to an edge covers a part of what scrolls by
  window.stuck = [...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).position === 'sticky');
  window.stuck.forEach(e => e.style.position = 'static');
}"""
FOLD = """() => {
  window.folded.forEach(fold => fold.open = false);
  window.stuck.forEach(e => e.style.position = '');
}"""
MAIN_THINGS = "() => document.querySelectorAll('main .button.main').length"
STORED = "() => localStorage.length + sessionStorage.length"
SETTLED = "() => Promise.all(document.getAnimations().map(one => one.finished))"
SPILLS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
  return wide.map(e => e.outerHTML.slice(0, 120)).slice(0, 3).concat('(wider than ' + room + ' px)');
}"""

LANGUAGE = re.compile(r'<html lang="([a-z]{2})')
TAG = re.compile(r"<([a-z0-9]+)([^>]*)>")
TELLING = re.compile(r'\s((?:class|type|role|open|data-\w+|aria-invalid)(?:="[^"]*")?)')
OWN_ID = re.compile(r"(?<=/)(?=[^/]*[A-Z])[^/]{20,}")


class Glass:
    """`faults` holds what was found, a line each."""

    seen_in: ClassVar[Path]
    """A folder that every process of this run shares."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._axe = Axe()

    def look(self, page: Page, html: str, *, script: bool, again: bool) -> None:
        """`html`: as it was sent. `again`: whether its address gives the same page once more."""
        place = OWN_ID.sub("…", urlsplit(page.url).path)
        if not self._is_new(f"{place} {_language(html)} {script}", set(_kinds(html))):
            return
        self._note(place, _wrong_html(html))
        self._note(place, _wrong_ways(page))
        self._note(place, self._wrong_sizes(page))
        if script:
            self._note(place, self._wrong_for_axe(page))
        elif again:
            self._note(place, self._with_script(page))

    def _is_new(self, page: str, kinds: set[str]) -> bool:
        """Whether it has a kind of element that nobody has looked at there; from now on somebody has."""
        name = hashlib.sha256(page.encode()).hexdigest()
        with (self.seen_in / f"{name}.seen").open("a+") as kept:
            fcntl.flock(kept, fcntl.LOCK_EX)
            kept.seek(0)
            new = kinds - set(kept.read().splitlines())
            kept.writelines(f"{kind}\n" for kind in new)
        return bool(new)

    def _note(self, place: str, faults: Iterator[str]) -> None:
        self.faults += [f"{place}: {fault}" for fault in faults]

    def _wrong_sizes(self, page: Page) -> Iterator[str]:
        page.evaluate(UNFOLD)
        for viewport in (PHONE, DESK_ZOOMED_TWICE):
            page.set_viewport_size(viewport)
            yield from (f"spills sideways: {part}" for part in page.evaluate(SPILLS))
        page.set_viewport_size(DESK)
        page.evaluate(FOLD)

    def _wrong_for_axe(self, page: Page) -> Iterator[str]:
        page.evaluate(UNFOLD)
        yield from self._violations(page, "light", WHOLE)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(PHONE)
        page.evaluate(SETTLED)  # else axe reads a colour on its way
        yield from self._violations(page, "dark, on a phone", LOOKS)
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")
        page.evaluate(FOLD)

    def _with_script(self, page: Page) -> Iterator[str]:
        browser = page.context.browser
        assert browser is not None
        with_script = browser.new_context(storage_state=page.context.storage_state(), viewport=DESK)
        with_script.route("**/*.js", lambda route: route.abort())  # nothing may be pressed or saved from here
        copy = with_script.new_page()
        copy.goto(page.url)
        yield from self._wrong_for_axe(copy)
        with_script.close()

    def _violations(self, page: Page, how: str, options: dict[str, object]) -> Iterator[str]:
        for found in self._axe.run(page, options=options).response["violations"]:
            for node in found["nodes"]:
                yield f"{found['id']} ({how}): {node['html'][:160]}"


def listen(context: BrowserContext, complaints: list[str]) -> None:
    """Write down what the browser itself complains about: scripts, refusals of the policy, what does not load."""

    def hear(told: ConsoleMessage) -> None:
        if told.type in ("error", "warning") and not told.text.startswith("Failed to load resource"):
            complaints.append(told.text)

    def receive(answer: Response) -> None:
        if answer.status >= FIRST_ERROR and not answer.request.is_navigation_request():
            complaints.append(f"{answer.url} answers {answer.status}")

    def fail(request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            complaints.append(f"{request.url} failed: {request.failure}")

    context.on("console", hear)
    context.on("response", receive)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("requestfailed", fail)


def _kinds(html: str) -> Iterator[str]:
    """What kinds of element a page is made of, a line each."""
    for tag, attributes in TAG.findall(html):
        yield " ".join(" ".join([tag, *TELLING.findall(attributes)]).split())


def _language(html: str) -> str:
    found = LANGUAGE.search(html)
    return found[1] if found else ""


def _wrong_html(html: str) -> Iterator[str]:
    try:
        JustHTML(html, sanitize=False, strict=True)
    except StrictModeError as error:
        yield f"HTML: {error}"


def _wrong_ways(page: Page) -> Iterator[str]:
    if page.evaluate(MAIN_THINGS) > 1:
        yield "more than one main thing to do"
    if page.evaluate(STORED):
        yield "something is left in the browser"
