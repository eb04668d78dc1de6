"""The same portal, served from this process at whatever moment a test says."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.app import create_app
from portal.kernel import clock
from tests.browser.running import RunningPortal
from tests.processes import free_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@dataclass
class MovedClock:
    """A WSGI application in which it is `moment`."""

    app: Flask
    portal: RunningPortal
    """At the address of this application."""
    moment: datetime

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with clock.at(self.moment):
            return self.app(environ, start_response)

    def moves(self, **time: int) -> None:
        self.moment += timedelta(**time)


class Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 (werkzeug's name)
        pass


@contextmanager
def moved_clock(running: RunningPortal) -> Iterator[MovedClock]:
    """Beside the running portal, on its data and with its keys; it begins now."""
    port = free_port()
    settings = running.settings.model_copy(update={"base_url": f"http://127.0.0.1:{port}"})
    moved = MovedClock(create_app(settings), replace(running, address=settings.base_url), clock.now())
    server = make_server("127.0.0.1", port, moved, threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield moved
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
