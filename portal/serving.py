"""The server: granian's serving processes and, beside them, one process that runs the jobs.

Every process is started afresh, so that none inherits a connection, a lock or a thread from another;
and each ends when the one that started it is gone, however that went.
"""

import errno
import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from portal.app import create_app
from portal.settings import Settings

log = logging.getLogger(__name__)

PATIENCE = 15
"""Seconds that a process has to finish what it is doing when it is told to stop."""

CHECK_EVERY = 0.5
REST = 2.0
"""Seconds before a process that died is started again."""

MADE_BEFORE_A_LOOK = 20_000
"""Things that a process makes, and still holds, before it looks for rubbish."""

_processes = multiprocessing.get_context("spawn")


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet. The serving processes share their port, and would share a stranger's too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def serve(settings: Settings) -> None:
    """Serve until SIGTERM, Ctrl+C or the end of the terminal. Every process reads the environment's settings anew."""
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "portal",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.processes,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.error,
        log_dictconfig={"loggers": {"_granian": {"propagate": True}}},
    )
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    if settings.worker:
        keeper = Keeper(_run_jobs)
        server.on_startup(keeper.start)
        server.on_shutdown(keeper.stop)
    server.serve(target_loader=_load, wrap_loader=False)


def work(app: Flask) -> None:
    """Run the jobs in this process until SIGTERM or SIGINT."""
    app.extensions["jobs"].work()


def start_log() -> None:
    """Log to standard error: warnings of everybody, news of our own. No request's words, and no access log."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    logging.getLogger("portal").setLevel(logging.INFO)


class Keeper:
    """Keeps one process running: starts it, starts it again when it dies, stops it."""

    def __init__(self, target: Callable[[], None]) -> None:
        self._target = target
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when the process is gone."""
        self._stopping.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            process = _processes.Process(target=self._target, daemon=True)
            process.start()
            while process.is_alive() and not self._stopping.wait(CHECK_EVERY):
                pass
            if not self._stopping.is_set():
                log.error("the jobs ended with %s, and are started again", process.exitcode)
                self._stopping.wait(REST)
            _end(process)


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()


def _load() -> Flask:
    """What a serving process serves. In a group of its own, so that Ctrl+C is told to it once: twice, and it hangs."""
    os.setpgid(0, 0)
    _end_with_parent()
    start_log()
    app = create_app()
    _settle()
    return app


def _settle() -> None:
    """What has been made by now stays as long as the process: it is not looked through for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BEFORE_A_LOOK)


def _run_jobs() -> None:
    """The whole life of the process that runs the jobs. Ctrl+C reaches the server alone, which then stops it."""
    os.setsid()
    _end_with_parent()
    start_log()
    work(create_app())


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def outlive() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=outlive, name="outlive", daemon=True).start()
