"""A mirrored page is the same page, and its loops are loops."""

import jinja2
import pytest

from tests.bench.mirror import Mirrored, mirror

PAGE = """<!doctype html>
<html><head>
  <link rel="stylesheet" href="/a.css">
  <link rel="stylesheet" href="/b.css">
</head><body>
<p>Bonjour Maïté</p>
<ol>
<li class="leg"><h2>Un &amp; deux</h2>
  <ol>
  <li class="row here"><a href="/x">A</a><input type="hidden" value="t0k3n"></li>
  <li class="row"><a href="/y">B</a></li></ol>
</li>
<li class="leg"><h2>Trois</h2>
  <ol>
  <li class="row"><a href="/z">C</a></li></ol>
</li>
</ol>
<ul><li>static</li><li>too</li></ul>
</body></html>
"""


@pytest.fixture
def mirrored() -> Mirrored:
    return mirror(PAGE, {"reader": "Maïté", "token": "t0k3n"})


def printed(made: Mirrored, **others: str) -> str:
    environment = jinja2.Environment(autoescape=True, keep_trailing_newline=True)
    return environment.from_string(made.template).render(**{**made.values, **others})


def test_it_prints_the_same_page(mirrored: Mirrored) -> None:
    assert printed(mirrored) == PAGE


def test_what_belongs_to_the_reader_is_a_value(mirrored: Mirrored) -> None:
    assert "Maïté" not in mirrored.template
    assert printed(mirrored, reader="<Anouk>").count("Bonjour &lt;Anouk&gt;") == 1


def test_a_loop_is_written_once_with_what_its_items_say_differently_as_values(mirrored: Mirrored) -> None:
    assert mirrored.template.count("{% for") == 3
    assert mirrored.template.count('<li class="leg">') == 1
    for said in ("Un &amp; deux", "Trois", "/y", "/z", ">B<", "/a.css"):
        assert said not in mirrored.template


def test_items_that_are_built_differently_are_branches(mirrored: Mirrored) -> None:
    assert mirrored.template.count("<input") == 1
    assert ".shape ==" in mirrored.template


def test_what_comes_out_of_the_database_is_a_value() -> None:
    made = mirror(PAGE, {}, data=["Trois", "static</li><li>too", "Un &amp; deux"])
    assert printed(made) == PAGE
    assert "static" not in made.template
    assert made.template.count("{{") > mirror(PAGE, {}).template.count("{{")


def test_what_the_portal_does_not_loop_over_is_text(mirrored: Mirrored) -> None:
    assert "<li>static</li><li>too</li>" in mirrored.template
