"""Every field of every form with what no form expects: never an error of ours, a message beside it, the text kept."""

from collections.abc import Iterator
from html import unescape
from unicodedata import normalize
from urllib.parse import quote_from_bytes, quote_plus

import pytest
from werkzeug.test import TestResponse

from tests.accounts.people import PASSWORD
from tests.builders import TOKEN
from tests.forms.conftest import Stage
from tests.forms.finding import TYPED, Form, browser_of, forms_in, token_for
from tests.forms.test_found import POSTS

MEGABYTE = 1024 * 1024
HOSTILE = {
    "nothing": b"",
    "blanks": " \t\r\n\u3000\u200b".encode(),
    "a megabyte": b"a b\r\n" * (MEGABYTE // 5),
    "a megabyte in one word": b"x" * MEGABYTE,
    "no UTF-8": b"before \xff\xfe\xc3\x28\x80 after",
    "half a pair": b"before \xed\xa0\x80 after \xed\xbf\xbf",
    "NUL": b"before \0 after, and some more",
    "from right to left": "\u202e\u2067שלום \u0627\u0644\u0633\u0644\u0627\u0645\u2069 and back again\u202c".encode(),
    "look-alikes": "Маïтé раураl ①２ ﬁ Ⅷ ｅｘａｍｐｌｅ a\u0300\u0301\u0302\u0303\u0335 \U0001f600\u200d".encode(),
    "markup": b"<script>alert(1)</script>\"'><b a=' %(x)s {{ 7*7 }} ${x} &amp; &#0;",
}
VALID = {
    "email": "someone.new@example.org",
    "password": PASSWORD,
    "text": "Words that are long enough to be kept.",
    "textarea": "Words that are long enough to be kept.",
}
UNKEEPABLE = frozenset({"a megabyte", "a megabyte in one word", "NUL"})
TURNED_AWAY = range(400, 500)
SHOWN_AGAIN = 200
"""By a button that takes nothing of what was typed: freezing a pair must not wait for words that fit."""


def base(form: Form) -> dict[str, str]:
    """The form, filled in as a person would."""
    kinds = {name: form.kind_of(name) for name in form.names}
    return {name: VALID[kind] for name, kind in kinds.items() if kind in VALID}


def encoded(form: Form, token: str, name: str, said: bytes) -> bytes:
    words = base(form) | {"csrf_token": token}
    fields = [(one, said if one == name else value.encode()) for one, value in form.filled(words)]
    return b"&".join(f"{quote_plus(one)}={quote_from_bytes(value)}".encode() for one, value in fields)


def cases(form: Form) -> Iterator[tuple[str, str]]:
    for name in form.names:
        for hostile in HOSTILE:
            yield name, hostile


@pytest.mark.proof
@pytest.mark.both_databases
@pytest.mark.parametrize("endpoint", POSTS)
def test_a_field_takes_anything(stage: Stage, endpoint: str, share: float) -> None:
    of_mine = [form for form in stage.forms if form.endpoint == endpoint]
    all_cases = [(form, *case) for form in of_mine for case in cases(form)]
    for form, name, hostile in all_cases[:: round(1 / share)]:
        stage.again()
        browser, what = browser_of(stage.app, form), f"{endpoint} {name}: {hostile}"
        token = token_for(browser, form)
        answer = browser.post(
            form.action,
            data=encoded(form, token, name, HOSTILE[hostile]),
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code < 500, f"{what}\n{answer.text}"
        assert answer.status_code in {200, 303, *TURNED_AWAY}, what
        if form.kind_of(name) in TYPED and answer.status_code in TURNED_AWAY:
            assert answer.status_code in (409, 422, 429), f"{what}\n{answer.status}"
            assert_told(answer, form, name, what, beside=hostile in UNKEEPABLE and not is_readonly(form, name))
            assert_kept(answer, form, name, as_read(HOSTILE[hostile]), what)
        elif form.kind_of(name) in TYPED and answer.status_code == SHOWN_AGAIN:
            assert_kept(answer, form, name, as_read(HOSTILE[hostile]), what)
        elif form.kind_of(name) in TYPED:
            assert hostile not in UNKEEPABLE or is_readonly(form, name), f"{what}: was taken"
            browser.get(answer.headers.get("Location", form.page), follow_redirects=True)


def assert_told(answer: TestResponse, form: Form, name: str, what: str, *, beside: bool) -> None:
    """At the top and, where this very field is wrong, beside it."""
    assert 'id="errors"' in answer.text, f"{what}\n{answer.text}"
    assert TOKEN.search(answer.text), what
    fields = [one for again in forms_in(answer, form.page) for one in again.controls if one.name == name]
    assert not beside or any(one.is_wrong for one in fields), f"{what}: nothing beside it"


def assert_kept(answer: TestResponse, form: Form, name: str, said: str, what: str) -> None:
    boxes = [one.value for again in forms_in(answer, form.page) for one in again.controls if one.name == name]
    shown = [*boxes, unescape(answer.text)]
    assert any(plain(said) in plain(one) for one in shown), f"{what}: gone\n{boxes}"


def plain(text: str) -> str:
    """As a page can hold it: no NUL, and blanks are blanks; addresses are in small letters, their accents composed."""
    return " ".join(normalize("NFC", text).replace("\0", "\ufffd").split()).casefold()


def as_read(said: bytes) -> str:
    """Bytes that are no text stay as they travelled."""
    return said.decode(errors="werkzeug.url_quote")


def is_readonly(form: Form, name: str) -> bool:
    return any(one.readonly for one in form.controls if one.name == name)
