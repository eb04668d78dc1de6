"""A walk over a page with the Tab key alone."""

from playwright.sync_api import Page

STOPS = """() => {
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const byArrows = e => e.closest('[role=toolbar]') && e.tabIndex < 0;
  const shown = e => !e.disabled && !byArrows(e) && e.checkVisibility({visibilityProperty: true});
  const one = e => e.type === 'radio' ? `${e.form?.action} ${e.name}` : e;
  window.stops = [...new Map([...document.querySelectorAll(kinds)].filter(shown).map(e => [one(e), e])).keys()];
  window.stopOf = e => window.stops.indexOf(one(e));
  return [...document.querySelectorAll(kinds)].filter(shown).map(e => [window.stopOf(e), e.outerHTML.slice(0, 100)]);
}"""

HERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.tagName === 'IFRAME') return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inView = box.width && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {stop: window.stopOf(e), visible: outlined && !!inView, html: e.outerHTML.slice(0, 100)};
}"""


WITHIN_FRAMES = 80
"""How many stops the pages within a page may have."""


def walk(page: Page) -> list[str]:
    """What cannot be reached, or where nobody sees where they are."""
    stops: dict[int, str] = dict(page.evaluate(STOPS))
    reached: set[int] = set()
    last, faults = None, []
    for _ in range(len(stops) + WITHIN_FRAMES):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:  # past the last stop, and the next is the first; or in a frame, which is a page of its own
            continue
        if here["stop"] == last:  # a date has a stop for each of its parts
            continue
        if here["stop"] in reached:
            break
        last = here["stop"]
        reached.add(last)
        if not here["visible"]:
            faults.append(f"focus cannot be seen: {here['html']}")
    return faults + [f"out of reach: {html}" for stop, html in stops.items() if stop not in reached]
