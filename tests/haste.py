"""What every portal of the tests compiles alike is compiled once: it took most of the suite's time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

import pytest
from jinja2 import nodes
from werkzeug.routing import Rule

from portal.kernel.templates import SpokenEnvironment

Builder = Callable[..., tuple[str, str]]


@contextmanager
def compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", _addresses(Rule._compile_builder))  # noqa: SLF001 (no other way to it)
        patch.setattr(SpokenEnvironment, "compile", _templates(SpokenEnvironment.compile))
        yield


def _addresses(compile_builder: Callable[[Rule, bool], Builder]) -> Callable[..., Builder]:
    """By what the builder of a rule's addresses is made from."""
    kept: dict[object, Builder] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Builder:
        key = (rule.rule, tuple((rule.defaults or {}).items()), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    return once


def _templates(compile_template: Callable[..., Any]) -> Callable[..., Any]:
    """By language, name and source. What else a template settles when it is compiled is the same for all."""
    kept: dict[object, CodeType] = {}

    def once(
        environment: SpokenEnvironment, source: str | nodes.Template, name: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        if not environment.language or name is None or kwargs.get("raw"):
            return compile_template(environment, source, name, *args, **kwargs)
        key = (environment.language, name, source)
        if key not in kept:
            kept[key] = compile_template(environment, source, name, *args, **kwargs)
        return kept[key]

    return once
