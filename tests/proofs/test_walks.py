"""At every moment of many random walks, each of nine people reads exactly what the contract says is theirs to read."""

from pathlib import Path

import pytest
from flask import Flask

from tests.proofs.walks.town import Town
from tests.proofs.walks.visiting import Visit
from tests.proofs.walks.walking import walk

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3000)]

VISITS = 60
WALKS = {"sqlite": 2000, "postgresql": 200}
PARTS = 6
"""Of a part the walks are taken one after the other; parts are shared out among the processes of the tests."""


@pytest.mark.both_databases
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_reads_what_is_theirs_to_read(
    app: Flask, database: str, tmp_path: Path, share: float, part: int
) -> None:
    town = Town(app, tmp_path / "lessons")
    for number in range(part, round(WALKS[database] * share), PARTS):
        walk(town, number)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_shows_everybody_what_is_theirs(app: Flask, tmp_path: Path, share: float, part: int) -> None:
    """The same through HTTP: whoever may not know of an act finds every page as it was before it, to the letter."""
    town = Town(app, tmp_path / "lessons")
    for number in range(part, round(VISITS * share), PARTS):
        walk(town, number, Visit)
