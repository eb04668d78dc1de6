"""How much comes over the wire."""

from pathlib import Path

import pytest

from portal.demo.people import MAITE
from portal.kernel.static import TREE
from tests.browser.people import People

LONGEST_LESSON = "conversation/du-porte-voix-a-la-conversation"
PAGE_AT_MOST = 60_000
SCRIPTS_AT_MOST = 15_000
COUNTED = {"Document", "Stylesheet", "Script"}


def test_a_lesson_is_light_the_first_time(people: People) -> None:
    """HTML, styles and scripts of the lesson page in a browser that has nothing yet: bytes as they travel."""
    maite = people.comes_back(MAITE)
    maite.opens_the_pair()
    address = f"{maite.page.url}/lessons/{LONGEST_LESSON}"
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    browser = maite.page.context.new_cdp_session(maite.page)
    browser.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    browser.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    browser.send("Network.enable")
    browser.send("Network.clearBrowserCache")
    browser.send("Network.setCacheDisabled", {"cacheDisabled": True})
    maite.page.goto(address, wait_until="networkidle")
    loaded = {request: size for request, size in sizes.items() if kinds.get(request) in COUNTED}
    assert set(kinds.values()) >= COUNTED
    assert sum(loaded.values()) <= PAGE_AT_MOST


@pytest.mark.parametrize("folder", ["js", "js/studio"])
def test_our_scripts_are_small(folder: str) -> None:
    """What anyone may load, and what only the editor of the studio loads besides."""
    scripts = Path(TREE, folder).glob("*.js")
    assert 0 < sum(path.stat().st_size for path in scripts) <= SCRIPTS_AT_MOST
