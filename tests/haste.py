"""What every portal of the tests compiles alike is compiled once: it took most of the suite's time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, MethodType
from typing import Any

import pytest
from jinja2 import nodes
from werkzeug.routing import Rule

from portal.kernel import static
from portal.kernel.templates import SpokenEnvironment

BUILDERS = ("_build", "_build_unknown")
COMPILED = ("_parts", "_trace", "_converters", "arguments", *BUILDERS)


@contextmanager
def compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", _addresses(Rule.compile))
        patch.setattr(static, "digest", _digests(static.digest))
        patch.setattr(SpokenEnvironment, "compile", _templates(SpokenEnvironment.compile))
        yield


def _addresses(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """By what a rule is made from. What it becomes is only read from then on; its builders are bound to it anew."""
    kept: dict[object, dict[str, Any]] = {}

    def once(rule: Rule) -> None:
        key = (rule.rule, tuple((rule.defaults or {}).items()), rule.subdomain, rule.merge_slashes)
        if key not in kept:
            compile_rule(rule)
            kept[key] = {name: vars(rule)[name] for name in COMPILED}
        vars(rule).update(kept[key])
        for name in BUILDERS:
            setattr(rule, name, MethodType(kept[key][name].__func__, rule))

    return once


def _digests(digest: Callable[[Path], str]) -> Callable[..., str]:
    """Of the portal's own tree, which stays as it is while the tests run."""
    of_ours = cache(digest)

    def once(tree: Path = static.TREE) -> str:
        return of_ours(tree) if tree == static.TREE else digest(tree)

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
