"""What the studio asks of the database does not grow with a module, or with how many modules one writes."""

from collections.abc import Callable
from functools import partial

from portal.kernel.transaction import transaction
from portal.studio import service
from tests.pairs.acting import counted
from tests.studio.acting import module, my_draft, my_lesson
from tests.studio.conftest import Writers
from tests.studio.publishing import digest_on, finish, numbers, send


def asked(writers: Writers, act: Callable[[], object]) -> int:
    act()  # what is remembered from one request to the next is so already
    with counted(writers.app) as sent:
        act()
    return len(sent)


def longer(writers: Writers) -> str:
    """The same with six lessons more, each finished."""
    slug, author = "plus-long", writers.anais.id
    module(writers.app, author, writers.thu.id, slug=slug, lessons=("premiere", "deuxieme"))
    finish(writers.app, slug, author)
    for _lesson in range(6):
        with writers.app.app_context(), transaction():
            draft = my_draft(slug, author)
            service.duplicate_lesson(draft, author, my_lesson(slug, author).lesson.id)
    return f"/studio/modules/{slug}"


def test_a_longer_module_asks_for_no_more(writers: Writers) -> None:
    finish(writers.app, writers.slug, writers.anais.id)
    browser, long = writers.browser(writers.anais), longer(writers)
    for page in ("", "publish", "export", "lessons/premiere", "lessons/premiere/history"):
        short_cost, long_cost = (
            asked(writers, partial(browser.get, f"{one}/{page}")) for one in (writers.address, long)
        )
        assert (page, long_cost) == (page, short_cost)


def test_publishing_a_longer_module_asks_for_no_more(writers: Writers) -> None:
    finish(writers.app, writers.slug, writers.anais.id)
    browser, costs = writers.browser(writers.anais), []
    for address in (writers.address, longer(writers)):
        digest = digest_on(browser, address)
        with counted(writers.app) as sent:
            assert send(browser, address, digest).status_code == 303
        costs.append(len(sent))
    assert costs[1] <= costs[0]  # the first remembers something for the second
    assert numbers(writers.app, "plus-long") == [1]


def test_who_writes_more_modules_asks_for_no_more_to_take_something_in(writers: Writers) -> None:
    browser = writers.browser(writers.anais)
    before = asked(writers, lambda: browser.get("/studio/import"))
    for number in range(3):
        module(writers.app, writers.anais.id, slug=f"autre-{number}")
    assert asked(writers, lambda: browser.get("/studio/import")) == before
