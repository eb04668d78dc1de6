"""A real portal and a real browser for each process that runs tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserType, Error, expect, sync_playwright

from portal.app import create_app
from tests.browser.glass import Glass
from tests.browser.people import PATIENCE, People
from tests.browser.running import RunningPortal, furnished, running_portal
from tests.databases import engines_closed


@pytest.fixture(scope="session", autouse=True)
def _looked_at_once(shared_folder: Path) -> None:
    Glass.seen_in = shared_folder


@pytest.fixture(scope="session")
def running(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    with running_portal(furnished(shared_folder), tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = _launched(playwright.chromium, [*as_root, "--disable-gpu", "--disable-background-networking"])
        if isinstance(started, str):
            pytest.fail(f"Chromium does not start ({started}): install it, as `make test` does.", pytrace=False)
        yield started
        started.close()


def _launched(chromium: BrowserType, args: list[str]) -> Browser | str:
    """The browser of this machine, else Playwright's own; or why there is none."""
    try:
        return chromium.launch(executable_path=shutil.which("chromium"), args=args)
    except Error as error:
        return error.message.splitlines()[0]


@pytest.fixture
def people(running: RunningPortal, browser: Browser) -> Iterator[People]:
    everybody = People(running, browser)
    yield everybody
    everybody.leave()


@pytest.fixture(scope="session")
def writing_app(running: RunningPortal) -> Iterator[Flask]:
    """The same portal, reached without a page: on its database, with its keys."""
    with engines_closed():
        yield create_app(running.settings.model_copy(update={"trusted_hosts": ("localhost",)}))
