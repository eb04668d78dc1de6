"""Templates, compiled once for each language.

What a page always says in a language is settled when its template is compiled: its sentences, the addresses of
its fixed places. Rendering then only fills in what differs. The sentences themselves are i18n's.
"""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from itertools import zip_longest
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from flask import Flask, current_app, url_for
from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro, markup_join
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from portal.kernel.addresses import Addresses
from portal.kernel.i18n import LANGUAGES, _, current_language, speaking

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
BEGINNING = re.compile(r"(?:^|[.!?]\s)$")
PLAIN = frozenset({BuiltinMethodType, FunctionType, MethodType})
SPECIAL = re.compile(r"[&<>\"']")


class SpokenCode(CodeGenerator):
    """Jinja's own, except that what is printed is escaped, and what is joined is markup, only where it needs to be."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.said(")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 (named after the node)
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Concat(node, frame)
            return
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class SpokenEnvironment(Environment):
    """An environment whose templates speak one language; those of the application itself speak the reader's."""

    language = ""
    code_generator_class = SpokenCode
    sandboxed = True  # which only says that templates call by `call`
    intercepted_binops = intercepted_unops = frozenset[str]()

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What all templates may ask, itself: it is looked through at each import of each page."""
        return super().make_globals(d) if d else self.globals

    def call(self, context: Context, callee: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Macros and plain functions need nothing of the context they are called in."""
        kind = type(callee)
        if kind is not Macro and (kind not in PLAIN or hasattr(callee, "jinja_pass_arg")):
            return context.call(callee, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return callee(*args, **kwargs)

    @staticmethod
    def said(value: object) -> str:
        """What stands on the page for a value."""
        if type(value) is Markup or (type(value) is str and not SPECIAL.search(value)):
            return value
        return escape(value)

    @staticmethod
    def joined(parts: Sequence[object]) -> str:
        """One text, or markup where one of the parts is."""
        if all(type(part) is str for part in parts):
            return "".join(parts)  # type: ignore[arg-type]
        return markup_join(parts)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Jinja's hook between reading a template and writing its Python."""
        if self.language:
            source = _Settling(self).visit(source)
        return super()._generate(source, name, filename, defer_init)


def init_app(app: Flask) -> None:
    """After all that adds to what templates may ask."""
    app.jinja_env.globals["url_for"] = Addresses(app).address
    app.extensions["templates"] = {language: _environment(app, language) for language in LANGUAGES}


def render(template: str, **context: Any) -> str:
    """The template in the language of whoever reads the page. Within a request."""
    environment: SpokenEnvironment = current_app.extensions["templates"][current_language()]
    return environment.get_template(template).render(context)


def _environment(app: Flask, language: str) -> SpokenEnvironment:
    environment: SpokenEnvironment = app.jinja_env.overlay()  # type: ignore[assignment]
    environment.language = language
    return environment


class _Settling(NodeTransformer):
    """Puts answers in the place of calls whose answer is known in a language."""

    def __init__(self, environment: SpokenEnvironment) -> None:
        self._environment = environment
        self._static_url: Callable[[str], str] = environment.globals["static_url"]  # type: ignore[assignment]
        self._known: dict[str, Callable[[nodes.Call], nodes.Expr | None]] = {
            "_": self._sentence,
            "current_language": lambda _call: nodes.Const(environment.language),
            "url_for": _settled_address,
            "static_url": self._settled_file,
        }

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 (named after the node)
        self.generic_visit(node)
        settle = self._known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        return (settle(node) if settle else None) or node

    def visit_Output(self, node: nodes.Output) -> list[nodes.Stmt]:  # noqa: N802 (named after the node)
        self.generic_visit(node)
        printed = list(_printed(node.nodes))
        for statement in printed:
            statement.set_lineno(node.lineno)
            statement.set_environment(self._environment)
        return printed

    def _sentence(self, call: nodes.Call) -> nodes.Expr | None:
        """Its words, with what the template fills in between them."""
        text, values = _written(call), {keyword.key: keyword.value for keyword in call.kwargs}
        if text is None:
            return None
        with speaking(self._environment.language):
            words = PLACEHOLDER.split(_(text))
        if not values.keys() >= {*words[1::2]} or any("%" in word for word in words[::2]):
            return None
        led = [_led(values[name], before) for before, name in zip(words[::2], words[1::2], strict=False)]
        parts = zip_longest(map(nodes.TemplateData, words[::2]), led)
        pieces = [piece for pair in parts for piece in pair if piece is not None]
        return pieces[0] if len(pieces) == 1 else nodes.Concat(pieces)

    def _settled_file(self, call: nodes.Call) -> nodes.Expr | None:
        name = _written(call)
        return nodes.TemplateData(self._static_url(name)) if name else None


def _led(value: nodes.Expr, before: str) -> nodes.Expr:
    """What is filled in after these words: it may begin a sentence."""
    return nodes.Filter(value, "leading", [], [], None, None) if BEGINNING.search(before) else value


def _settled_address(call: nodes.Call) -> nodes.Expr | None:
    endpoint = _written(call)
    return nodes.TemplateData(url_for(endpoint)) if endpoint and not call.kwargs else None


def _written(call: nodes.Call) -> str | None:
    """The one argument of a call, where the template itself says it."""
    if len(call.args) != 1 or call.dyn_args or call.dyn_kwargs:
        return None
    argument = call.args[0]
    return argument.value if isinstance(argument, nodes.Const) and isinstance(argument.value, str) else None


def _printed(written: Iterable[nodes.Expr]) -> Iterator[nodes.Stmt]:
    """Prints what is written piece by piece: nothing is joined, or made and not chosen, on the way."""
    together: list[nodes.Expr] = []
    for piece in _pieces(written):
        choice = _choice(piece)
        if choice is None:
            together.append(piece)
        else:
            yield nodes.Output(together)
            yield choice
            together = []
    yield nodes.Output(together)


def _pieces(written: Iterable[nodes.Expr]) -> Iterator[nodes.Expr]:
    for one in written:
        if isinstance(one, nodes.Concat):
            yield from _pieces(one.nodes)
        else:
            yield one


def _choice(piece: nodes.Expr) -> nodes.Stmt | None:
    """`{{ a if x else b }}` or `{{ {"x": a, "y": b}[key] }}` as a choice of what to print."""
    if isinstance(piece, nodes.CondExpr):
        return nodes.If(piece.test, _branch(piece.expr1), [], _branch(piece.expr2) if piece.expr2 else [])
    if isinstance(piece, nodes.Getitem) and isinstance(piece.node, nodes.Dict) and piece.node.items:
        chosen = nodes.Name("_chosen", "load")
        unknown: list[nodes.Node] = [nodes.Output([nodes.Getitem(piece.node, chosen, "load")])]
        first, *others = (
            nodes.If(nodes.Compare(chosen, [nodes.Operand("eq", pair.key)]), _branch(pair.value), [], [])
            for pair in piece.node.items
        )
        first.elif_, first.else_ = others, unknown
        return nodes.With([nodes.Name("_chosen", "param")], [piece.arg], [first])
    return None


def _branch(expression: nodes.Expr) -> list[nodes.Node]:
    return list(_printed([expression]))
