"""What stands in the way of a module, and what could be better: each with its place, to be mended there."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.curriculum.rules import Problem
from portal.curriculum.rules.folders import LANGUAGES, split_folder_name
from portal.kernel.refusal import Sentence


@dataclass(frozen=True, slots=True)
class Finding:
    path: str
    """In the module's folder; empty for the module itself."""
    line: int
    sentence: Sentence
    blocks: bool
    lesson: str
    """Its slug; empty for what is in no lesson."""
    language: str
    """Empty for what is in neither."""


def findings(problems: Iterable[tuple[str, Problem]]) -> tuple[Finding, ...]:
    """What blocks first, then by place."""
    found = [_finding(path, problem) for path, problem in problems]
    return tuple(sorted(found, key=lambda one: (not one.blocks, one.path, one.line)))


def _finding(path: str, problem: Problem) -> Finding:
    folder, _slash, name = path.partition("/")
    lesson = split_folder_name(folder)
    language = name.removesuffix(".md")
    return Finding(
        path=path,
        line=problem.line,
        sentence=problem.sentence,
        blocks=problem.blocks,
        lesson=lesson[1] if lesson else "",
        language=language if language in LANGUAGES else "",
    )
