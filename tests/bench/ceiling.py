"""The ceiling: a bare Flask application that prints what the portal prints.

It knows who asks from the signed cookie, reads one row by its primary key and renders one template from plain
values that lie in memory; a save inserts one row. Nothing is translated, decided, guarded or encrypted.
Run by gunicorn as `ceiling:make(folder)`: the templates, the values and the SQLite file lie in that folder.
"""

import pickle
import sqlite3
import threading
from pathlib import Path

from flask import Flask, jsonify, render_template, request, session
from flask.typing import ResponseReturnValue

DATABASE = "ceiling.sqlite3"
VALUES = "values.pickle"
SECRET = "of the bench alone"
PRAGMAS = ("journal_mode=wal", "synchronous=full", "busy_timeout=10000")

TABLES = """
    CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE draft (id INTEGER PRIMARY KEY, person_id TEXT NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL);
"""

_open = threading.local()


def make(folder: str) -> Flask:
    app = Flask("ceiling", template_folder=folder, static_folder=None)
    app.secret_key = SECRET
    app.jinja_env.keep_trailing_newline = True
    pages = pickle.loads((Path(folder) / VALUES).read_bytes())  # noqa: S301 (the bench has just written it)
    path = str(Path(folder) / DATABASE)

    @app.get("/<page>")
    def show(page: str) -> str:
        row = _connection(path).execute("SELECT name FROM person WHERE id = ?", (session["person"],)).fetchone()
        return render_template(f"{page}.html", **{**pages[page], "reader": row[0]})

    @app.post("/draft")
    def save() -> ResponseReturnValue:
        version = int(request.form["version"]) + 1
        row = (session["person"], version, request.form["text"])
        with _connection(path) as connection:
            connection.execute("INSERT INTO draft (person_id, version, text) VALUES (?, ?, ?)", row)
        return jsonify(version=str(version), saved="Enregistré à 17 h 30.")

    return app


def _connection(path: str) -> sqlite3.Connection:
    """One a thread, kept open."""
    if not hasattr(_open, "connection"):
        _open.connection = sqlite3.connect(path)
        for pragma in PRAGMAS:
            _open.connection.execute(f"PRAGMA {pragma}")
    connection: sqlite3.Connection = _open.connection
    return connection
