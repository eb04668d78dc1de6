"""Styles, scripts and pictures: one digest for the whole tree, kept by browsers for good."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.kernel.static import TREE, compress, digest
from portal.settings import Settings


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    (tree / "css").mkdir(parents=True)
    (tree / "css" / "base.css").write_text("a {}")
    (tree / "draft.js").write_text("1")
    return tree


def test_the_digest_changes_with_any_file(tree: Path) -> None:
    seen = {digest(tree)}
    (tree / "css" / "base.css").write_text("b {}")
    seen.add(digest(tree))
    (tree / "draft.js").rename(tree / "other.js")
    seen.add(digest(tree))
    (tree / "new.js").write_text("")
    seen.add(digest(tree))
    (tree / "new.js").unlink()
    (tree / "other.js").unlink()
    seen.add(digest(tree))
    assert len(seen) == 5
    assert all(len(one) == 12 and one.isalnum() for one in seen)


def test_it_does_not_change_with_compressed_copies_or_by_itself(tree: Path) -> None:
    before = digest(tree)
    (tree / "draft.js.br").write_bytes(b"x")
    (tree / "draft.js.gz").write_bytes(b"x")
    assert digest(tree) == before


def address(app: Flask, name: str) -> str:
    return str(app.jinja_env.globals["static_url"](name))


@pytest.mark.parametrize(
    "path", [path for path in sorted(TREE.rglob("*")) if path.is_file()], ids=lambda path: path.name
)
def test_every_file_is_served_for_good(app: Flask, path: Path) -> None:
    with app.test_client().get(address(app, str(path.relative_to(TREE)))) as answer:
        assert answer.status_code == 200
        assert answer.data == path.read_bytes()
        assert answer.headers["Cache-Control"] == "public, max-age=315360000, immutable"
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Set-Cookie" not in answer.headers


def test_pages_name_the_digest(app: Flask, client: FlaskClient) -> None:
    assert f'href="{address(app, "css/base.css")}"' in client.get("/help").text


@pytest.mark.parametrize(
    "name", ["css/none.css", "../app.py", "%2e%2e/app.py", "..%2fapp.py", "css/", "", "css/base.css%00"]
)
def test_nothing_else_is(app: Flask, name: str) -> None:
    with app.test_client().get(address(app, name)) as answer:
        assert answer.status_code == 404
        assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_another_digest_is_nowhere(client: FlaskClient) -> None:
    assert client.get("/static/000000000000/css/base.css").status_code == 404


def test_the_compressed_copy_holds_every_file_and_its_smaller_forms(tree: Path, tmp_path: Path) -> None:
    (tree / "css" / "base.css").write_text("a {}" * 1000)
    data = tmp_path / "data"
    compress(data, tree)
    copy = data / "static" / digest(tree)
    assert (copy / "css" / "base.css").read_text() == "a {}" * 1000
    assert (copy / "css" / "base.css.br").stat().st_size < 100
    assert (copy / "css" / "base.css.gz").exists()
    assert digest(copy) == digest(tree)


def test_the_copy_of_an_earlier_tree_goes(tree: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    compress(data, tree)
    before = digest(tree)
    compress(data, tree)
    (tree / "draft.js").write_text("2")
    compress(data, tree)
    assert [path.name for path in (data / "static").iterdir()] == [digest(tree)] != [before]


def test_a_tree_that_brings_compressed_forms_along_is_not_copied(tree: Path, tmp_path: Path) -> None:
    (tree / "draft.js.br").write_bytes(b"x")
    compress(tmp_path / "data", tree)
    assert not (tmp_path / "data").exists()


def test_a_browser_that_can_is_sent_the_smaller_form(settings: Settings) -> None:
    compress(settings.data)
    app = create_app(settings)
    with app.test_client().get(address(app, "css/path.css"), headers={"Accept-Encoding": "br, gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert len(answer.data) < (TREE / "css" / "path.css").stat().st_size / 2
