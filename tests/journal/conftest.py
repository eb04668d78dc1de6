"""A pair, a lesson, and the two at work."""

import pytest
from flask import Flask

from tests import builders
from tests.journal.acting import Browser, Two, lesson


@pytest.fixture
def two(app: Flask) -> Two:
    return Two(app, builders.pair(app), lesson(app))


@pytest.fixture
def maite(app: Flask, two: Two) -> Browser:
    """The first of the two, in a browser."""
    return Browser(app, two.pair.first, two.pair.id)


@pytest.fixture
def ibrahim(app: Flask, two: Two) -> Browser:
    """The second of the two, in a browser."""
    return Browser(app, two.pair.second, two.pair.id)
