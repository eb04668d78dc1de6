"""Styles, scripts and pictures: one digest for the whole tree, kept by browsers for good."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

TREE = Path(__file__).resolve().parent.parent / "static"
TEN_YEARS = 315_360_000
COMPRESSED = {".br", ".gz"}


def digest(tree: Path = TREE) -> str:
    """12 hexadecimal characters that change when any file of the tree does."""
    whole = hashlib.sha256()
    for path in sorted(tree.rglob("*")):
        if path.is_file() and path.suffix not in COMPRESSED:
            whole.update(f"{path.relative_to(tree)}\0".encode() + path.read_bytes() + b"\0")
    return whole.hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Serve the tree under /static/<digest>/, for browsers to keep."""
    prefix = f"static/{digest()}"

    def for_good(answer: Any, _path: str, _url: str) -> None:
        answer["Cache-Control"] = f"public, max-age={TEN_YEARS}, immutable"

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(TREE), prefix=f"{prefix}/", add_headers_function=for_good, allow_all_origins=False
    )
    app.jinja_env.globals["static_url"] = lambda name: f"/{prefix}/{name}"
