"""How the work that a text takes grows with its length."""

from collections.abc import Callable
from time import thread_time

TIMES = 12
MOST_GROWTH = 60
"""Where the work is in proportion it grows TIMES; with the square of the length, over a hundred."""


def work(read: Callable[[str], object], text: str) -> float:
    """Of this thread alone: what else the machine does is not in it."""

    def once() -> float:
        begun = thread_time()
        read(text)
        return thread_time() - begun

    return min(once() for _ in range(3))


def growth(read: Callable[[str], object], hostile: Callable[[int], str], size: int = 2000) -> float:
    return work(read, hostile(TIMES * size)) / work(read, hostile(size))
