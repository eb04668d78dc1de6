"""The house rules for code that no linter knows."""

import re
from pathlib import Path

import pytest

from portal.shipped import PACKAGE

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def relative(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_only_the_markup_module_makes_markup(module: Path) -> None:
    if relative(module) != "kernel/markup.py":
        assert not re.search(r"\bMarkup\(", module.read_text())


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_only_the_transaction_commits(module: Path) -> None:
    if relative(module) not in ("kernel/transaction.py", "kernel/schema.py"):
        assert ".commit(" not in module.read_text()


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_only_the_clock_knows_the_time(module: Path) -> None:
    if relative(module) != "kernel/clock.py":
        assert not re.search(r"datetime\.(now|utcnow|today)\(|date\.today\(", module.read_text())


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_no_knot_is_hidden(module: Path) -> None:
    assert "TYPE_CHECKING" not in module.read_text()
