"""Styles, scripts and pictures: one digest for the whole tree, kept by browsers for good.

They are sent compressed. An installed portal brings the compressed forms along; `portal init` makes them for a
checkout, in the portal's data.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

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


def compress(data: Path, tree: Path = TREE) -> None:
    """Keep a copy of the tree with its compressed forms, and none of an earlier tree."""
    copy = _copy_in(data, tree)
    if copy.exists() or _brings_compressed(tree):
        return
    shutil.rmtree(copy.parent, ignore_errors=True)
    unfinished = copy.with_suffix(".unfinished")
    shutil.copytree(tree, unfinished)
    for path in [path for path in unfinished.rglob("*") if path.is_file()]:
        list(Compressor(quiet=True).compress(str(path)))
    unfinished.replace(copy)


def init_app(app: Flask, data: Path) -> None:
    """Serve the tree under /static/<digest>/, for browsers to keep; from its compressed copy where there is one."""
    copy = _copy_in(data, TREE)
    prefix = f"static/{digest()}"

    def for_good(answer: Any, _path: str, _url: str) -> None:
        answer["Cache-Control"] = f"public, max-age={TEN_YEARS}, immutable"

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(copy if copy.exists() else TREE),
        prefix=f"{prefix}/",
        add_headers_function=for_good,
        allow_all_origins=False,
    )
    app.jinja_env.globals["static_url"] = lambda name: f"/{prefix}/{name}"


def _copy_in(data: Path, tree: Path) -> Path:
    return data / "static" / digest(tree)


def _brings_compressed(tree: Path) -> bool:
    return any(path.suffix in COMPRESSED for path in tree.rglob("*"))
