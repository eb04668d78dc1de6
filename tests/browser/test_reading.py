"""Looking changes nothing: somebody signed in reads every page there is a link to."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIResponse

from portal.demo.people import MAITE, OWEN, SOLANGE, Cast
from tests.browser.people import People, Someone

MANY = 20


class Links(HTMLParser):
    """The addresses that a page leads to, without what stands after # in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith("/") and not address.startswith("/static/"):
            self.found.add(urlsplit(address)._replace(fragment="").geturl())


@pytest.mark.parametrize("one", [MAITE, OWEN, SOLANGE], ids=lambda one: str(one.name))
def test_reading_sets_no_cookie_and_writes_no_row(people: People, one: Cast) -> None:
    someone = people.comes_back(one, script=False)  # else the page of today marks itself as seen
    before = people.portal.rows()
    answers = everything_read_by(someone)
    assert len(answers) >= MANY
    for address, answer in answers.items():
        assert answer.status in (200, 303), f"{address} answers {answer.status}"
        assert "set-cookie" not in answer.headers, address
    assert people.portal.rows() == before


def everything_read_by(someone: Someone) -> dict[str, APIResponse]:
    """From today, along every link."""
    answers: dict[str, APIResponse] = {}
    waiting = {"/today"}
    while waiting:
        address = waiting.pop()
        answers[address] = someone.page.context.request.get(address, max_redirects=0)
        waiting |= Links(answers[address].text()).found - answers.keys()
    return answers
