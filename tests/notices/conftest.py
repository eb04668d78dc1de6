"""A pair, a lesson, and the two at work."""

from tests.journal.conftest import ibrahim, maite, two

__all__ = ["ibrahim", "maite", "two"]
