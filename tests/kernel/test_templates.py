"""What a template always says is settled when it is compiled, and it says the same as if it were not."""

import pytest
from flask import Flask, render_template, url_for
from jinja2 import DictLoader, UndefinedError

from portal.app import create_app
from portal.curriculum.rules import Strand
from portal.kernel import templates
from portal.kernel.i18n import _l
from portal.settings import Settings

NAME = "<Maïté> & co."

SAME = {
    "sentence": '{{ _("Today") }}',
    "filled in": '{{ _("You and %(name)s", name=name) }}',
    "filled in twice": '{{ _("%(number)s min", number=1) }}{{ _("You and %(name)s", name=name|upper) }}',
    "in a macro": '{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(_("You and %(name)s", name=name)) }}',
    "chosen": '{{ {"a": _("Today"), "b": _("Lessons")}[key] }}',
    "chosen by an enum": '{{ {"culture": _("You and %(name)s", name=name), "together": "b"}[strand] }}',
    "one or the other": '{{ _("You and %(name)s", name=name) if key == "b" else name }}',
    "one or nothing": '<b{{ " class=x" if key == "a" }}>{{ name if key == "b" }}</b>',
    "choices in choices": '{{ ({"a": 1, "b": name}[key] if key else "x") ~ ("y" if key == "a" else _("Today")) }}',
    "chosen to be passed on": '{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m({"a": 1, "b": name}[key]) }}',
    "a file": '{{ static_url("css/base.css") }}',
    "joined": '<i>{{ "“" ~ name ~ "”" }}</i>',
    "joined to markup": '{{ _("Today") ~ name }}',
    "in an attribute": '<a title="{{ _("You and %(name)s", name=name) }}" href="{{ url_for("site.help") }}">x</a>',
    "address with values": '{{ url_for("learning.workspace", pair="x") }}',
    "only known later": "{{ _(sentence) }}",
    "percent": '{{ _("100 %% of %(name)s", name=name) }}',
    "language": "{{ current_language() }}",
    "plural": '{{ ngettext("Your pair", "Your pairs", 2) }}',
}


@pytest.fixture
def app(settings: Settings) -> Flask:
    made = create_app(settings)
    made.jinja_env.loader = DictLoader(
        {f"{name}.{kind}": text for name, text in SAME.items() for kind in ("html", "txt")}
    )
    templates.init_app(made)
    return made


@pytest.mark.parametrize("kind", ["html", "txt"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SAME)
def test_it_says_the_same_as_a_template_that_asks_every_time(app: Flask, name: str, language: str, kind: str) -> None:
    context = {"name": NAME, "key": "b", "sentence": "Today", "strand": Strand.CULTURE}
    with app.test_request_context(f"/help?lang={language}"):
        settled = templates.render(f"{name}.{kind}", **context)
        assert settled == render_template(f"{name}.{kind}", **context)
        assert settled


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ _('%(name)s has replied.', name=name) }}", "Someone gone has replied."),
        ("{{ _('It is over. %(name)s knows.', name=name) }}", "It is over. Someone gone knows."),
        ("{{ _('You and %(name)s', name=name) }}", "You and someone gone"),
        ("{{ _('%(name)s has replied.', name='ndiaye') }}", "ndiaye has replied."),
        ("{{ name|leading }}", "Someone gone"),
    ],
)
def test_what_stands_for_a_name_begins_a_sentence_with_a_capital(app: Flask, template: str, said: str) -> None:
    app.extensions["templates"]["en"].loader = DictLoader({"said.html": template})
    with app.test_request_context("/help?lang=en"):
        assert templates.render("said.html", name=_l("someone gone")) == said


def test_each_reader_gets_their_language_from_the_same_template(app: Flask) -> None:
    said = {}
    for language in ("fr", "en", "fr"):
        with app.test_request_context(f"/help?lang={language}"):
            said[language] = templates.render("sentence.html")
    assert said == {"fr": "Aujourd’hui", "en": "Today"}


def test_a_value_that_is_missing_is_an_error(app: Flask) -> None:
    app.jinja_env.loader.mapping["missing.html"] = '{{ _("You and %(name)s") }}'  # type: ignore[union-attr]
    with app.test_request_context("/help"), pytest.raises(KeyError):
        templates.render("missing.html")


def test_what_is_not_among_the_choices_is_an_error(app: Flask) -> None:
    with app.test_request_context("/help"), pytest.raises(UndefinedError):
        templates.render("chosen.html", key="c")


def test_what_is_filled_in_is_escaped(app: Flask) -> None:
    with app.test_request_context("/help?lang=en"):
        assert templates.render("filled in.html", name=NAME) == "You and &lt;Maïté&gt; &amp; co."
        assert url_for("site.help") in templates.render("in an attribute.html", name=NAME)
