"""Links that prove something."""

from flask import Flask

from portal.kernel import links
from portal.kernel.database import new_id


def test_a_token_proves_its_purpose_its_row_and_its_salt(app: Flask) -> None:
    row, salt = new_id(), links.new_salt()
    with app.app_context():
        token = links.token("invitation", row, salt)
        assert links.row_id(token) == row
        assert links.proves(token, "invitation", row, salt)
        assert not links.proves(token, "reset", row, salt)
        assert not links.proves(token, "invitation", new_id(), salt)
        assert not links.proves(token, "invitation", row, links.new_salt())
        assert not links.proves(token[:-1] + ("a" if token[-1] != "a" else "b"), "invitation", row, salt)


def test_what_is_no_token_claims_nothing() -> None:
    assert links.row_id("") is None
    assert links.row_id("../../etc/passwd-xxxxxxxx") is None


def test_addresses_are_built_under_the_configured_base(app: Flask) -> None:
    app.config["BASE_URL"] = "https://viceversa.example.org"
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert links.external("site.home") == "https://viceversa.example.org/"
