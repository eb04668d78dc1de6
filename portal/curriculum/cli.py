"""`portal lessons`: checking and taking in the lessons of a folder."""

from collections.abc import Mapping
from pathlib import Path
from statistics import median

import click

from portal.curriculum.rules import LessonText, guessing_of, length_of, reading_ease
from portal.curriculum.service import Tree, read_tree, sync
from portal.kernel.commands import in_portal
from portal.kernel.i18n import LANGUAGES
from portal.kernel.transaction import transaction
from portal.shipped import shipped

FOLDER = click.argument("folder", type=click.Path(path_type=Path), required=False)


@click.group("lessons")
def lessons() -> None:
    """Check lessons, and take them in."""


@lessons.command()
@FOLDER
@click.option("--strict", is_flag=True, help="Ask for the house style too: whole lessons, plain words, typography.")
def check(folder: Path | None, *, strict: bool) -> None:
    """Say everything that is wrong with the lessons of FOLDER, each with its file and line."""
    tree = read_tree(folder or shipped("lessons"), is_strict=strict)
    _say_problems(tree)
    click.echo(f"{len(tree.modules)} of {len(tree.slugs)} modules are right.")
    raise SystemExit(1 if tree.problems else 0)


@lessons.command()
@FOLDER
def report(folder: Path | None) -> None:
    """Print what can be counted of the lessons of FOLDER: length, reading ease, whether answers can be guessed."""
    tree = read_tree(folder or shipped("lessons"))
    found = [(f"{module.slug}/{lesson.slug}", lesson.texts) for module in tree.modules for lesson in module.lessons]
    click.echo(f"{len(tree.modules)} modules, {len(found)} lessons.")
    for language in LANGUAGES if found else ():
        _report({name: texts[language] for name, texts in found}, language)


def _report(texts: Mapping[str, LessonText], language: str) -> None:
    length, guessing = length_of(texts.values()), guessing_of(texts.values())
    ease = {name: reading_ease(text, language) for name, text in texts.items()}
    hardest = sorted(ease, key=ease.__getitem__)[:3]
    click.echo(f"{language}: {length.median:.0f} words to read in a lesson (median), {length.most} at most")
    click.echo(
        f"{language}: {guessing.questions} questions, {guessing.options:.1f} options each; right and first "
        f"{guessing.first:.0%}, right and longest {guessing.longest:.0%} (by chance {guessing.chance:.0%})"
    )
    click.echo(f"{language}: reading ease {median(ease.values()):.0f} (median), the hardest:")
    for name in hardest:
        click.echo(f"{language}:   {ease[name]:.0f} {name}")


@lessons.command("sync")
@FOLDER
@in_portal
def sync_folder(folder: Path | None) -> None:
    """Take in the lessons of FOLDER: what is right is published, what is wrong stays as it was."""
    raise SystemExit(take_in(folder or shipped("lessons")))


def take_in(folder: Path) -> int:
    """Publish what is right in a folder and say what became of it; 1 when something was wrong."""
    tree = read_tree(folder)
    publication = sync(tree)
    _say_problems(tree)
    with transaction():
        outcomes = publication.publish()
    for slug, outcome in sorted(outcomes.items()):
        click.echo(f"{slug}: {outcome}")
    return 1 if tree.problems else 0


def _say_problems(tree: Tree) -> None:
    for path, problem in tree.problems:
        click.echo(f"{path}:{problem.line}: {problem.sentence}", err=True)
