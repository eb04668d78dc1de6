"""Templates, compiled once for each language.

What a page always says in a language is settled when its template is compiled: its sentences, the addresses of
its fixed places. Rendering then only fills in what differs. The sentences themselves are i18n's.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any

from flask import Flask, current_app, url_for
from flask.templating import Environment
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from portal.kernel.i18n import LANGUAGES, _, current_language, speaking

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class SpokenEnvironment(Environment):
    """An environment whose templates speak one language; those of the application itself speak the reader's."""

    language = ""

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Jinja's hook between reading a template and writing its Python."""
        if self.language:
            source = _Settling(self.language).visit(source)
        return super()._generate(source, name, filename, defer_init)


def init_app(app: Flask) -> None:
    """After all that adds to what templates may ask."""
    app.extensions["templates"] = {language: _environment(app, language) for language in LANGUAGES}


def render(template: str, **context: Any) -> str:
    """The template in the language of whoever reads the page. Within a request."""
    environment: SpokenEnvironment = current_app.extensions["templates"][current_language()]
    current_app.update_template_context(context)
    return environment.get_template(template).render(context)


def _environment(app: Flask, language: str) -> SpokenEnvironment:
    environment: SpokenEnvironment = app.jinja_env.overlay()  # type: ignore[assignment]
    environment.language = language
    return environment


class _Settling(NodeTransformer):
    """Puts answers in the place of calls whose answer is known in a language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known: dict[str, Callable[[nodes.Call], nodes.Expr | None]] = {
            "_": self._sentence,
            "current_language": lambda _call: nodes.Const(language),
            "url_for": _place,
        }

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 (named after the node)
        self.generic_visit(node)
        settle = self._known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        return (settle(node) if settle else None) or node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 (named after the node)
        """What is joined only to be printed is printed piece by piece."""
        self.generic_visit(node)
        node.nodes = list(_pieces(node.nodes))
        return node

    def _sentence(self, call: nodes.Call) -> nodes.Expr | None:
        """Its words, with what the template fills in between them."""
        text, values = _written(call), {keyword.key: keyword.value for keyword in call.kwargs}
        if text is None:
            return None
        with speaking(self._language):
            words = PLACEHOLDER.split(_(text))
        between = [values.get(name) for name in words[1::2]]
        if None in between or any("%" in word for word in words[::2]):
            return None
        parts = zip_longest(map(nodes.TemplateData, words[::2]), between)
        pieces = [piece for pair in parts for piece in pair if piece is not None]
        return pieces[0] if len(pieces) == 1 else nodes.Concat(pieces)


def _place(call: nodes.Call) -> nodes.Expr | None:
    endpoint = _written(call)
    return nodes.TemplateData(url_for(endpoint)) if endpoint and not call.kwargs else None


def _written(call: nodes.Call) -> str | None:
    """The one argument of a call, where the template itself says it."""
    if len(call.args) != 1 or call.dyn_args or call.dyn_kwargs:
        return None
    argument = call.args[0]
    return argument.value if isinstance(argument, nodes.Const) and isinstance(argument.value, str) else None


def _pieces(written: Iterable[nodes.Expr]) -> Iterator[nodes.Expr]:
    for one in written:
        if isinstance(one, nodes.Concat):
            yield from _pieces(one.nodes)
        else:
            yield one
