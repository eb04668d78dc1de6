"""The forms that the tests beside this one send are all there are."""

from portal.kernel.forms import KeyedForm
from tests.access.matrix import MATRIX
from tests.forms.conftest import Stage

SCRIPTED = {"studio.paste"}
"""What a script asks while somebody writes, and no form."""
POSTS = sorted(endpoint for method, endpoint in MATRIX if method == "POST" and endpoint not in SCRIPTED)


def test_every_endpoint_that_takes_a_form_has_one_on_some_page(stage: Stage) -> None:
    """One that has none here needs a scene (see scenes.py)."""
    found = {form.endpoint for form in stage.forms}
    assert (sorted(set(POSTS) - found), found - set(POSTS)) == ([], set())


def test_every_form_carries_a_token(stage: Stage) -> None:
    assert [form for form in stage.forms if not any(one.name == "csrf_token" for one in form.controls)] == []


def test_every_kind_of_form_that_creates_carries_its_key(stage: Stage) -> None:
    keyed = {form.endpoint for form in stage.forms if "key" in form.names}
    assert len(keyed) >= len(KeyedForm.__subclasses__())
