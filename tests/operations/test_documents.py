"""What the README and docs/operating.md say is there: every setting, command, target and folder, and no other."""

import re

import click

from portal.cli import portal
from portal.settings import Settings
from portal.shipped import PACKAGE

CHECKOUT = PACKAGE.parent
OPERATING = (CHECKOUT / "docs" / "operating.md").read_text()
README = (CHECKOUT / "README.md").read_text()


def commands(group: click.Group, *path: str) -> set[str]:
    found = set()
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, *path, name)
        else:
            found.add(" ".join((*path, name)))
    return found


def documented_commands() -> set[str]:
    """The rows of the table. `portal users add`, `give` stands for `portal users add` and `portal users give`."""
    found: set[str] = set()
    for row in re.findall(r"^\| (`portal .*?) \|", OPERATING, re.MULTILINE):
        first, *others = re.findall(r"`(.+?)`", row)
        words = first.split()[1:]
        found.add(" ".join(words))
        found |= {
            other.removeprefix("portal ") if other.startswith("portal ") else " ".join((*words[:-1], other))
            for other in others
        }
    return found


def test_every_setting_is_explained() -> None:
    explained = set(re.findall(r"`(PORTAL_[A-Z0-9_]+)`", OPERATING))
    assert explained == {f"PORTAL_{name.upper()}" for name in Settings.model_fields}


def test_the_defaults_are_the_ones_that_are_told() -> None:
    rows = re.findall(r"^\| (`PORTAL_[^|]*) \| ([^|]*) \|", OPERATING, re.MULTILINE)
    told = {
        name: default
        for names, defaults in rows
        for name, default in zip(re.findall(r"PORTAL_(\w+)", names), re.findall(r"`(.+?)`", defaults), strict=False)
    }
    plain = {
        name: told[name.upper()] for name, field in Settings.model_fields.items() if type(field.default) in (int, bool)
    }
    assert plain == {name: str(Settings.model_fields[name].default).lower() for name in plain}


def test_every_command_is_explained() -> None:
    assert documented_commands() == commands(portal)


def test_the_readme_knows_the_targets() -> None:
    makefile = (CHECKOUT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):(?! export)", makefile, re.MULTILINE)) - {"setup"}
    assert targets == set(re.findall(r"^#   make ([a-z]+)", makefile, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", README.replace("and make,", ""))) <= targets


def test_the_map_has_every_folder() -> None:
    here = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert here <= set(re.findall(r"`(?:portal/)?(\w+)/`", README))
