"""The house rules for code that no linter knows. Each test gives the files that break its rule."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from portal.shipped import PACKAGE

SOURCES = {
    str(path.relative_to(PACKAGE)): path.read_text()
    for path in sorted(PACKAGE.rglob("*.py"))
    if "_data" not in path.parts
}
TREES = {name: ast.parse(source) for name, source in SOURCES.items()}

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LONGEST_FILE = 300
HOSTS = r"(?<!force)_external\s*=|request\.(host|url|base_url|url_root|host_url)\b"

# What a service may ask of the framework: never what was sent.
FLASK_OF_SERVICES = {"current_app", "has_request_context"}


def containing(pattern: str, *allowed: str) -> list[str]:
    """The files with a match in them, but for those that may."""
    return [name for name, source in SOURCES.items() if name not in allowed and re.search(pattern, source)]


def imports_in(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))


def test_there_is_something_to_look_at() -> None:
    assert len(SOURCES) > 50


def test_only_the_markup_module_makes_markup() -> None:
    assert containing(r"\bMarkup\(", "kernel/markup.py") == []


def test_only_the_transaction_commits() -> None:
    assert containing(r"\.commit\(", "kernel/transaction.py") == []


def test_only_the_clock_knows_the_time() -> None:
    assert containing(r"datetime\.(now|utcnow|today)\(|date\.today\(", "kernel/clock.py") == []


def test_no_knot_is_hidden() -> None:
    assert containing("TYPE_CHECKING") == []
    hiding = [
        name
        for name, tree in TREES.items()
        for function in ast.walk(tree)
        if isinstance(function, FUNCTIONS) and any(imports_in(function))
    ]
    assert hiding == []


def test_only_the_kernel_knows_which_database_it_is() -> None:
    kernel = ("kernel/database.py", "kernel/schema.py", "kernel/reading.py")
    assert containing(r"dialect\.name|get_backend_name|exec_driver_sql|\bPRAGMA\b", *kernel) == []


def test_no_address_is_built_from_the_requests_host() -> None:
    assert containing(HOSTS, "kernel/security.py") == []


def test_a_service_takes_values_and_not_the_request() -> None:
    reaching = [
        name
        for name, tree in TREES.items()
        if "service" in name
        for node in imports_in(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        if not {alias.name for alias in node.names} <= FLASK_OF_SERVICES
    ]
    assert reaching == []


def test_no_room_is_a_lumber_room() -> None:
    lumber = {"utils", "util", "helpers", "common", "misc"}
    assert [name for name in SOURCES if lumber & set(Path(name).with_suffix("").parts)] == []


def test_a_file_is_small_enough_to_be_read() -> None:
    assert [name for name, source in SOURCES.items() if source.count("\n") > LONGEST_FILE] == []


def test_a_module_says_what_it_is() -> None:
    assert [name for name, tree in TREES.items() if tree.body and not ast.get_docstring(tree)] == []
