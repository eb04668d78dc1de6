"""`portal lessons`: checking and taking in the lessons of a folder."""

from pathlib import Path

import click

from portal.curriculum.service import Tree, read_tree, sync
from portal.kernel.commands import in_portal
from portal.kernel.transaction import transaction
from portal.shipped import shipped

FOLDER = click.argument("folder", type=click.Path(path_type=Path), required=False)


@click.group("lessons")
def lessons() -> None:
    """Check lessons, and take them in."""


@lessons.command()
@FOLDER
def check(folder: Path | None) -> None:
    """Say everything that is wrong with the lessons of FOLDER, each with its file and line."""
    tree = read_tree(folder or shipped("lessons"))
    _say_problems(tree)
    click.echo(f"{len(tree.modules)} of {len(tree.slugs)} modules are right.")
    raise SystemExit(1 if tree.problems else 0)


@lessons.command("sync")
@FOLDER
@in_portal
def sync_folder(folder: Path | None) -> None:
    """Take in the lessons of FOLDER: what is right is published, what is wrong stays as it was."""
    raise SystemExit(take_in(folder or shipped("lessons")))


def take_in(folder: Path) -> int:
    """Publish what is right in a folder and say what became of it; 1 when something was wrong."""
    tree = read_tree(folder)
    _say_problems(tree)
    publication = sync(tree)
    with transaction():
        outcomes = publication.publish()
    for slug, outcome in sorted(outcomes.items()):
        click.echo(f"{slug}: {outcome}")
    return 1 if tree.problems else 0


def _say_problems(tree: Tree) -> None:
    for path, problem in tree.problems:
        click.echo(f"{path}:{problem.line}: {problem.sentence}", err=True)
