"""Every form of the portal, as a browser would send it: found by following the links of everyone's pages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from portal.kernel import clock
from tests.builders import TOKEN, Someone, sign_in

A_WHILE = timedelta(hours=1)
TYPED = frozenset({"text", "email", "search", "textarea"})
"""Controls whose words a person would miss."""
FILLED = frozenset({*TYPED, "password"})


@dataclass
class Control:
    name: str
    kind: str
    value: str = ""
    chosen: bool = True
    readonly: bool = False
    is_wrong: bool = False


@dataclass
class Form:
    """One form on one page: where it stands and for whom, where it sends, and what."""

    page: str
    action: str
    who: Someone | None
    endpoint: str = ""
    controls: list[Control] = field(default_factory=list)

    @property
    def typed(self) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.controls if one.kind in TYPED))

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.controls if one.name != "csrf_token"))

    def kind_of(self, name: str) -> str:
        return next(one.kind for one in self.controls if one.name == name)

    def filled(self, words: Mapping[str, str]) -> list[tuple[str, str]]:
        """What is sent, in order, with these words in these fields; the first choice and button where none is made."""
        sent: dict[str, list[str]] = {}
        choices = {one.name: one for one in reversed(self.controls) if one.kind in ("radio", "checkbox", "submit")}
        for one in self.controls:
            if one.kind in ("radio", "checkbox", "submit"):
                chosen = one.chosen or one is choices[one.name]
            else:
                chosen = one.chosen
            if chosen and one.name not in sent:
                sent[one.name] = [one.value]
        return [(name, words.get(name, value)) for name, values in sent.items() for value in values]


class Reader(HTMLParser):
    """Reads the forms of a page, its links, and the text of its boxes."""

    def __init__(self, address: str, who: Someone | None) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._address, self._who = address, who
        self._form: Form | None = None
        self._box: Control | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if self._form is not None and "formaction" in said:
            self.forms.append(replace(self._form, action=said["formaction"]))
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif tag == "form" and said.get("method", "").lower() == "post":
            self._form = Form(self._address, said.get("action") or self._address, self._who)
            self.forms.append(self._form)
        elif tag == "select":
            self._select = said.get("name")
        elif tag == "option" and self._select:
            self._add(Control(self._select, "select", said.get("value", ""), "selected" in said))
        elif tag in ("input", "textarea", "button") and said.get("name"):
            kind = tag if tag == "textarea" else said.get("type", "text")
            ticked = kind not in ("radio", "checkbox", "submit") or "checked" in said
            one = Control(said["name"], kind, said.get("value", ""), ticked, "readonly" in said)
            one.is_wrong = said.get("aria-invalid") == "true" and f"{said.get('id')}-error" in said.get(
                "aria-describedby", ""
            )
            self._add(one)
            self._box = one if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._box is not None:
            self._box.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._box is not None:
            self._box.value = self._box.value.removeprefix("\r").removeprefix("\n")
            self._box = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None

    def _add(self, one: Control) -> None:
        if self._form is not None:
            self._form.controls.append(one)


def forms_in(answer: TestResponse, address: str, who: Someone | None = None) -> list[Form]:
    reader = Reader(address, who)
    reader.feed(answer.text)
    reader.close()
    return reader.forms


def all_forms(app: Flask, people: Iterable[Someone | None], starts: Mapping[str | None, list[str]]) -> list[Form]:
    """One form of each make: its endpoint, and the names of what it sends."""
    found: dict[tuple[str, ...], Form] = {}
    for who in people:
        browser = sign_in(app, who) if who is not None else app.test_client()
        for form in _walk(app, browser, who, starts[who.id if who else None]):
            found.setdefault((form.endpoint, *form.names), form)
    return list(found.values())


def _walk(app: Flask, browser: FlaskClient, who: Someone | None, start: list[str]) -> Iterator[Form]:
    waiting, seen = list(start), set[str]()
    while waiting:
        address = waiting.pop(0)
        shape = urlsplit(address).path
        if shape in seen:
            continue
        seen.add(shape)
        answer = browser.get(address)
        if answer.mimetype != "text/html" or answer.status_code not in (200, 303) or _sends_nothing(answer):
            continue
        reader = Reader(address, who)
        reader.feed(answer.text)
        for form in reader.forms:
            form.endpoint = endpoint_of(app, form.action)
            yield form
        waiting += [urldefrag(link).url for link in reader.links if link.startswith("/") and not link.startswith("//")]
    private = [address for address in sorted(seen) if "/entries/" in address or address.endswith("/withdraw")]
    yield from _later(app, browser, who, private)


def _sends_nothing(answer: TestResponse) -> bool:
    """A page that is only looked at, in a frame of another."""
    return "sandbox" in answer.headers.get("Content-Security-Policy", "")


def _later(app: Flask, browser: FlaskClient, who: Someone | None, addresses: list[str]) -> Iterator[Form]:
    """What a private page asks once nobody has acted for a while."""
    with clock.at(clock.now() + A_WHILE):
        for address in addresses:
            for form in forms_in(browser.get(address, follow_redirects=True), address, who):
                form.endpoint = endpoint_of(app, form.action)
                yield form


def endpoint_of(app: Flask, action: str) -> str:
    try:
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(action).path, "POST")
    except HTTPException:
        return ""
    return str(endpoint)


def token_for(browser: FlaskClient, form: Form) -> str:
    found = TOKEN.search(browser.get(form.page).text)
    assert found is not None, form.page
    return found.group(1)


def browser_of(app: Flask, form: Form) -> FlaskClient:
    return sign_in(app, form.who) if form.who is not None else app.test_client()


def send(browser: FlaskClient, form: Form, words: Mapping[str, str], token: str) -> TestResponse:
    fields = form.filled({**words, "csrf_token": token})
    return browser.post(form.action, data=MultiDict(fields))


__all__ = ["Control", "Form", "all_forms", "browser_of", "forms_in", "replace", "send", "token_for"]
