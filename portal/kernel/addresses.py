"""The addresses that pages link to: worked out once for each endpoint and what it is asked with."""

import re
from typing import Any

from flask import Flask

# What stands in an address as it is, in the path and after the question mark.
PLAIN = re.compile(r"[A-Za-z0-9_-]*")


class Addresses:
    """Flask's `url_for` for templates. It asks Flask for each form of an address once, then fills the form in."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._forms: dict[tuple[str, ...], str] = {}

    def address(self, endpoint: str, *, _anchor: str | None = None, **values: Any) -> str:
        try:
            is_plain = PLAIN.fullmatch("".join(values.values()))
        except TypeError:  # not all of them are text
            is_plain = None
        if not is_plain:
            return self._app.url_for(endpoint, _anchor=_anchor, **values)
        form = self._forms.get((endpoint, *values)) or self._form(endpoint, *values)
        address = form.format_map(values)
        return f"{address}#{_anchor}" if _anchor else address

    def _form(self, endpoint: str, *names: str) -> str:
        """The address with a place for each value, in braces."""
        places: dict[str, Any] = {name: f"__{number}__" for number, name in enumerate(names)}
        form = self._app.url_for(endpoint, **places)
        for name, place in places.items():
            form = form.replace(place, f"{{{name}}}")
        self._forms[endpoint, *names] = form
        return form
