"""Compares the portal with its ceiling, and prints a line a figure: name and number alone.

For each number of pairs in the database and each page: server CPU per request and throughput as multiples of the
ceiling's (medians of three, taken in turns), and the statements it takes. A name without a number of pairs holds
the worse of them. The preview of a lesson that is being written stands against the bare rendering of its Markdown,
both in one process. What the bench is doing goes to standard error.
"""

import argparse
import os
import pickle
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from flask import Flask

from portal.app import create_app
from portal.kernel import schema, static
from portal.settings import Settings
from tests.bench import ceiling, load, servers
from tests.bench.filling import Visit, cookie_of, data_of, fill
from tests.bench.mirror import mirror
from tests.bench.pages import CSRF, EACH, PAGES, SAVE, Ceiling, Portal, Site, asks_of, found
from tests.bench.previewing import cpu_vs_markdown
from tests.bench.weighing import cold_and_warm, first_visit

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = load.CONNECTIONS * EACH
ROUNDS = 3
WARMING = 2.0
QUIET = 0.02
"""Seconds of CPU in half a second that a server which nobody asks may use."""

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """One server asked for one page for some seconds."""

    cpu_per_request: float
    requests_per_second: float


def main() -> None:
    asked = _arguments()
    by_size = {pairs: _measured(pairs, asked.seconds) for pairs in asked.pairs}
    for name, worse in _WORSE.items():
        for page in (*PAGES, SAVE):
            told = f"{page}.{name}"
            held = {pairs: figures[told] for pairs, figures in by_size.items() if told in figures}
            if held:
                _print(told, worse(held.values()))
            for pairs, figure in held.items():
                _print(f"{page}.{pairs}_pairs.{name}", figure)
    _print("preview.cpu_vs_markdown", _of_preview())


_WORSE: dict[str, Callable[..., float]] = {
    "cpu_vs_ceiling": max,
    "throughput_vs_ceiling": min,
    "statements": max,
    "html_vs_ceiling": max,
    "first_visit_bytes": max,
    "script_bytes": max,
}


def _measured(pairs: int, seconds: float) -> Figures:
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        port = servers.free_port()
        settings = Settings(data=folder / "portal", base_url=f"http://127.0.0.1:{port}", port=port, processes=2)
        _say(f"Filling a database with {pairs} pairs")
        app, visits = _filled(settings, pairs)
        cookies = [cookie_of(app, visit) for visit in visits]
        portal = Portal(port, visits, cookies)
        with _served(settings, folder) as portal_id:
            figures = _weighed(app, portal)
            with _ceiling(folder, portal, pairs, data_of(app), figures) as (below, ceiling_id):
                for page in (*PAGES, SAVE):
                    figures |= _compared(page, (portal, portal_id), (below, ceiling_id), seconds)
        return figures


def _of_preview() -> float:
    """It needs no database."""
    _say("Looking at a lesson that is being written")
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        settings = Settings(data=Path(name), base_url="http://localhost")
        settings.make_keys()
        return cpu_vs_markdown(create_app(settings))


def _filled(settings: Settings, pairs: int) -> tuple[Flask, list[Visit]]:
    settings.make_keys()
    static.compress(settings.data)
    schema.upgrade(settings.database_url)
    app = create_app(settings)
    return app, fill(app, pairs, PEOPLE)


@contextmanager
def _served(settings: Settings, folder: Path) -> Iterator[int]:
    """The portal as `portal serve` starts it; its process id."""
    told = {name: getattr(settings, name) for name in ("data", "base_url", "port", "processes")}
    environment = {f"PORTAL_{name.upper()}": str(value) for name, value in told.items()}
    command = [servers.script("portal"), "serve"]
    with servers.running(command, settings.port, environment, folder / "portal.log") as process_id:
        _rest(process_id)
        yield process_id


@contextmanager
def _ceiling(
    folder: Path, portal: Portal, pairs: int, data: list[str], figures: Figures
) -> Iterator[tuple[Ceiling, int]]:
    """The bare application, with the portal's own pages as templates and values; and its process id."""
    place = folder / "ceiling"
    place.mkdir()
    values = {}
    for page in PAGES:
        html = portal.html(page, 0)
        mirrored = mirror(html, _of_reader(html, portal.visits[0]), data)
        (place / f"{page}.html").write_text(mirrored.template)
        values[page] = mirrored.values
    (place / ceiling.VALUES).write_bytes(pickle.dumps(values))
    _write_people(place / ceiling.DATABASE, [visit.person_id for visit in portal.visits], pairs)
    port = servers.free_port()
    command = [servers.script("gunicorn"), "--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{port}"]
    application = f'tests.bench.ceiling:make("{place}")'
    with servers.running(
        [*command, application], port, {"PYTHONPATH": str(ROOT)}, folder / "ceiling.log"
    ) as process_id:
        below = Ceiling(port, _ceiling_cookies(str(place), portal.visits))
        for page in PAGES:
            figures[f"{page}.html_vs_ceiling"] = len(portal.html(page, 0)) / len(below.html(page, 0))
        yield below, process_id


def _of_reader(html: str, visit: Visit) -> Mapping[str, str]:
    return {"token": found(CSRF, html), "pair": visit.pair_id, "reader": "Maïté", "partner": "Ibrahim"}


def _write_people(path: Path, visitors: list[str], pairs: int) -> None:
    others = (f"{number:022}" for number in range(2 * pairs - len(visitors)))
    with sqlite3.connect(path) as connection:
        connection.executescript(ceiling.TABLES)
        rows = [(person_id, "Maïté") for person_id in (*visitors, *others)]
        connection.executemany("INSERT INTO person (id, name) VALUES (?, ?)", rows)


def _ceiling_cookies(place: str, visits: list[Visit]) -> list[str]:
    app = ceiling.make(place)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return [serializer.dumps({"person": visit.person_id}) for visit in visits]


def _weighed(app: Flask, portal: Portal) -> Figures:
    figures: Figures = {}
    client = app.test_client(use_cookies=False)
    client.environ_base["HTTP_COOKIE"] = f"session={portal.cookies[0]}"
    here = f"http://127.0.0.1:{portal.port}"
    for page in PAGES:
        figures[f"{page}.statements"] = max(cold_and_warm(app, client, here + portal.address(page, 0)))
    whole, scripts = first_visit(portal.port, portal.page("lesson_page", 0))
    return figures | {"lesson_page.first_visit_bytes": whole, "lesson_page.script_bytes": scripts}


def _compared(page: str, portal: tuple[Site, int], below: tuple[Site, int], seconds: float) -> Figures:
    """Both in turns, three times."""
    _say(f"Asking for {page}")
    cells: dict[str, list[Cell]] = {"portal": [], "ceiling": []}
    sites = {"ceiling": below, "portal": portal}
    asks = {name: asks_of(site, page) for name, (site, _) in sites.items()}
    for name, (site, _) in sites.items():
        load.run(site.port, asks[name], WARMING)
    for _ in range(ROUNDS):
        for name, (site, process_id) in sites.items():
            cells[name].append(_cell(site.port, process_id, asks[name], seconds))
    return {
        f"{page}.cpu_vs_ceiling": _ratio(cells, "cpu_per_request"),
        f"{page}.throughput_vs_ceiling": _ratio(cells, "requests_per_second"),
    }


def _cell(port: int, process_id: int, asks: list[load.Ask], seconds: float) -> Cell:
    before = servers.cpu_seconds(process_id)
    told = load.run(port, asks, seconds)
    used = servers.cpu_seconds(process_id) - before
    if told.wrong:
        raise RuntimeError(f"an answer that was not 200:\n{told.wrong[0]}")
    return Cell(used / told.answers, told.answers / told.seconds)


def _ratio(cells: Mapping[str, list[Cell]], figure: str) -> float:
    portal, below = (median(getattr(cell, figure) for cell in cells[name]) for name in ("portal", "ceiling"))
    return float(portal / below)


def _rest(process_id: int) -> None:
    """Wait until a server that has just started, with its jobs, has nothing more to do."""
    used = servers.cpu_seconds(process_id)
    for _ in range(60):
        time.sleep(0.5)
        before, used = used, servers.cpu_seconds(process_id)
        if used - before <= QUIET:
            return


def _print(name: str, figure: float) -> None:
    print(name, figure if isinstance(figure, int) else f"{figure:.2f}", flush=True)  # noqa: T201 (what it is for)


def _say(sentence: str) -> None:
    print(f"{sentence}...", file=sys.stderr, flush=True)  # noqa: T201 (it takes a minute)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--pairs", type=int, nargs="+", default=[100, 10_000], help="sizes of the database")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each page is asked for, each time")
    return parser.parse_args()


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
