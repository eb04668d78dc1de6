"""Files, sent as a browser sends them."""

from collections.abc import Mapping
from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart


def sent_with(
    browser: FlaskClient,
    address: str,
    content: bytes,
    name: str,
    fields: Mapping[str, str],
    *,
    headers: Mapping[str, str] | None = None,
) -> TestResponse:
    """A form with a file. The whole of it is made here: the library would leave a large one open."""
    values = {**fields, "file": FileStorage(BytesIO(content), name)}
    boundary, body = encode_multipart(values)
    kind = f"multipart/form-data; boundary={boundary}"
    answer: TestResponse = browser.post(address, data=body, content_type=kind, headers=dict(headers or {}))
    return answer
