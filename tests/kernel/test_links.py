"""Links that prove something: for one purpose and one row, as long as its salt is the same."""

import hmac

import pytest
from flask import Flask

from portal.app import create_app
from portal.kernel import links
from portal.kernel.database import is_id, new_id
from portal.settings import Settings

ROW, SALT = new_id(), links.new_salt()


@pytest.fixture
def token(app: Flask) -> str:
    with app.app_context():
        return links.token("invitation", ROW, SALT)


def proves(app: Flask, candidate: str, purpose: str = "invitation", row: str = ROW, salt: str = SALT) -> bool:
    with app.app_context():
        return links.proves(candidate, purpose, row, salt)


def test_a_token_proves_its_purpose_its_row_and_its_salt(app: Flask, token: str) -> None:
    assert links.row_id(token) == ROW
    assert proves(app, token)
    assert not proves(app, token, purpose="reset")
    assert not proves(app, token, row=new_id())
    assert not proves(app, token, salt=links.new_salt())


def test_it_is_the_same_each_time_so_that_a_page_can_show_it_again(app: Flask, token: str) -> None:
    with app.app_context():
        assert links.token("invitation", ROW, SALT) == token
    assert len(token) == 65


@pytest.mark.parametrize("place", [0, 21, 22, 40, 64])
def test_no_character_of_it_can_be_another(app: Flask, token: str, place: int) -> None:
    other = "A" if token[place] != "A" else "E"
    assert not proves(app, token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize("spoil", ["", "short", "{}a", "{} ", "é{}", "{}\0"])
def test_nothing_shorter_longer_or_stranger_proves_anything(app: Flask, token: str, spoil: str) -> None:
    assert not proves(app, spoil.format(token))


def test_another_portals_token_proves_nothing_here(app: Flask, settings: Settings, token: str) -> None:
    stranger = create_app(settings)
    stranger.config["SECRET_KEY"] = "another"
    assert not proves(stranger, token)


def test_it_is_compared_in_constant_time(app: Flask, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    monkeypatch.setattr("portal.kernel.links.hmac", Spy(compared))
    assert proves(app, token)
    assert not proves(app, "a" * 65)
    assert compared == [(token.encode(), token.encode()), (b"a" * 65, token.encode())]


class Spy:
    """The hmac module, with every comparison written down."""

    digest = staticmethod(hmac.digest)

    def __init__(self, compared: list[tuple[bytes, bytes]]) -> None:
        self._compared = compared

    def compare_digest(self, one: bytes, other: bytes) -> bool:
        self._compared.append((one, other))
        return hmac.compare_digest(one, other)


def test_what_is_no_token_claims_nothing() -> None:
    assert links.row_id("") is None
    assert links.row_id("../../etc/passwd-xxxxxxxx") is None
    assert links.row_id("é" * 22) is None


def test_salts_are_random_and_fit_their_column() -> None:
    made = {links.new_salt() for _ in range(100)}
    assert len(made) == 100
    assert all(is_id(salt) for salt in made)


def test_addresses_are_built_under_the_configured_base(app: Flask) -> None:
    app.config["BASE_URL"] = "https://viceversa.example.org"
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert links.external("site.home") == "https://viceversa.example.org/"
    with app.app_context():
        assert links.external("site.home") == "https://viceversa.example.org/"
