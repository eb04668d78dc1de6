"""The load: eight connections that stay open, each asking again as soon as it has its answer."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CONNECTIONS = 8
END_OF_HEAD = b"\r\n\r\n"

Ask = Callable[[int], bytes]
"""Gives the bytes of a connection's next request, by the number of that request."""


@dataclass(slots=True)
class Load:
    """What came back. `seconds`: from the first request to the last answer."""

    answers: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    """What came instead of answers with status 200."""
    lock: threading.Lock = field(default_factory=threading.Lock)


def run(port: int, asks: list[Ask], seconds: float) -> Load:
    """Ask for so many seconds over as many connections as there are asks."""
    load = Load()
    begun = time.perf_counter()
    until = begun + seconds
    clients = [threading.Thread(target=_ask_on, args=(port, ask, until, load)) for ask in asks]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    load.seconds = time.perf_counter() - begun
    return load


def one(port: int, request: bytes) -> tuple[bytes, bytes]:
    """The head and the body of one answer."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        return _answer(connection, request)


def request(method: str, path: str, port: int, headers: dict[str, str], body: bytes = b"") -> bytes:
    """An HTTP/1.1 request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


def _ask_on(port: int, ask: Ask, until: float, load: Load) -> None:
    number = 0
    try:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.perf_counter() < until:
                head, _ = _answer(connection, ask(number))
                if not head.startswith(b"HTTP/1.1 200"):
                    load.wrong.append(head.decode("latin-1"))
                    return
                number += 1
    except OSError as error:
        load.wrong.append(f"{type(error).__name__}: {error}")
    with load.lock:
        load.answers += number


def _answer(connection: socket.socket, request: bytes) -> tuple[bytes, bytes]:
    connection.sendall(request)
    received = b""
    while END_OF_HEAD not in received:
        received += _more(connection)
    head, _, body = received.partition(END_OF_HEAD)
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    parts, got = [body], len(body)
    while got < length:
        parts.append(_more(connection))
        got += len(parts[-1])
    return head, b"".join(parts)


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ConnectionError("the server closed a connection in the middle of an answer")
    return received
