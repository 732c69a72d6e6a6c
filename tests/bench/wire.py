"""A light HTTP/1.1 client on a kept-alive connection: its own cost must not be what we measure."""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")
LOCATION = re.compile(rb"(?i)\r\nlocation: ([^\r]+)")
COOKIE = re.compile(rb"(?i)\r\nset-cookie: ([^=;\r]+)=([^;\r]*)")
CLOSING = re.compile(rb"(?i)\r\nconnection: close")
#: Seconds for an answer; a server that takes longer has failed.
PATIENCE = 30.0


class ConnectionLost(Exception):
    """The server closed the connection in the middle of an answer."""


class UnexpectedAnswer(Exception):
    """The server did not answer as one that works does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, where it leads, the body as transferred, and the bytes of head and body."""

    status: int
    location: str
    body: bytes
    size: int


@dataclass(slots=True)
class Wire:
    """A connection to one server, with a jar of cookies and headers sent each time."""

    host: str
    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    #: False for who reads no pages: messages kept in the cookie for the next page would pile up.
    takes_cookies: bool = True
    _socket: socket.socket | None = None

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self._ask(f"GET {path} HTTP/1.1\r\n{self._head()}\r\n".encode())

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form."""
        body = urlencode(form).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
        return self._ask(f"POST {path} HTTP/1.1\r\n{self._head()}{kind}\r\n\r\n".encode() + body)

    def close(self) -> None:
        """Close the connection; the next exchange opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _head(self) -> str:
        lines = [f"Host: {self.host}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        return "".join(f"{line}\r\n" for line in lines)

    def _ask(self, message: bytes) -> Answer:
        # A kept-alive connection that idled may have been closed before this message reached it:
        # then nothing was read of it, and it is sent once more on a new connection.
        for _ in range(2):
            head, body = self._exchange(message)
            if head:
                return self._answer(head, body)
            self.close()
        raise ConnectionLost(message[:60])

    def _exchange(self, message: bytes) -> tuple[bytes, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection((self.host, self.port), timeout=PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket.sendall(message)
            return self._read(self._socket)
        except (BrokenPipeError, ConnectionResetError):
            return b"", b""

    @staticmethod
    def _read(connection: socket.socket) -> tuple[bytes, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            more = connection.recv(65_536)
            if not more:
                return b"", b""
            received += more
        head, _, body = received.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        wanted = int(length[1]) if length else 0
        while len(body) < wanted:
            more = connection.recv(65_536)
            if not more:
                raise ConnectionLost(head[:60])
            body += more
        return head, body

    def _answer(self, head: bytes, body: bytes) -> Answer:
        if self.takes_cookies:
            given = COOKIE.findall(head)
            self.cookies |= {name.decode(): value.decode() for name, value in given}
        if CLOSING.search(head):
            self.close()
        location = LOCATION.search(head)
        return Answer(
            status=int(head[9:12]),
            location=location[1].decode() if location else "",
            body=body,
            size=len(head) + 4 + len(body),
        )
