"""What travels in a page opens for the person it was sealed for, and for nobody else."""

import pytest
from flask import Flask

from portal.kernel import secrecy
from portal.kernel.database import new_id


def test_it_comes_back_to_the_same_person_only(app: Flask) -> None:
    me = new_id()
    with app.app_context():
        sealed = secrecy.seal_for(me, b"words")
        assert secrecy.unseal_for(me, sealed) == b"words"
        assert secrecy.unseal_for(new_id(), sealed) is None
        assert "words" not in sealed


@pytest.mark.parametrize("spoilt", ["", "é", "AAAA", "====", "not base64!"])
def test_anything_else_is_nothing(app: Flask, spoilt: str) -> None:
    with app.app_context():
        assert secrecy.unseal_for(new_id(), spoilt) is None


def test_another_server_opens_nothing(app: Flask) -> None:
    me = new_id()
    with app.app_context():
        sealed = secrecy.seal_for(me, b"words")
        app.config["SECRET_KEY"] = "another"
        assert secrecy.unseal_for(me, sealed) is None
