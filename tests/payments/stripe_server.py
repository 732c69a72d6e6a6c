"""A local server that answers as Stripe's API does, keys, replays, faults and all.

The real library reaches it through `api_base`. Each write needs an idempotency key; its answer,
a failure included, is stored and replayed; the same key with other parameters is an error.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.payments.stripe_books import Refused, StripeBooks

API_KEY = "sk_test_local"
Answer = tuple[int, dict[str, Any]]


class Fault(StrEnum):
    """What goes wrong with the next write."""

    #: A failure without effect, stored under the key.
    STORED_FAILURE = "stored_failure"
    #: The connection breaks before anything happens.
    LOST_CALL = "lost_call"
    #: Another call holds the key.
    KEY_IN_USE = "key_in_use"
    #: A failure without effect that is not stored.
    OUT_OF_SERVICE = "out_of_service"


@dataclass
class Stored:
    """An answer kept under an idempotency key."""

    asked: tuple[str, str]
    answer: Answer


@dataclass
class StripeAccountServer:
    """The account behind the server, and what happened to it."""

    url: str
    books: StripeBooks
    faults: deque[Fault] = field(default_factory=deque)
    #: How many answers get lost although what was asked is done.
    lose_answers: int = 0
    keys: dict[str, Stored] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, path: str, asked: dict[str, Any]) -> Answer:
        """Answer a GET."""
        self.calls.append(f"GET {path}")
        reference = path.removeprefix("/v1/checkout/sessions").strip("/")
        if path == "/v1/refunds":
            return 200, _list(self.books.refunds_of(asked["payment_intent"]), path, asked)
        if reference:
            return 200, self.books.expanded(reference)
        created = asked["created"]
        found = [
            session
            for session in reversed(self.books.sessions.values())
            if int(created["gte"]) <= session["created"] <= int(created["lte"])
        ]
        return 200, _list(found, path, asked)

    def write(self, path: str, body: str, key: str) -> Answer | None:
        """Answer a POST under its key; nothing when the connection must break."""
        with self.lock:
            answer = self._write(path, body, key)
            if self.lose_answers:
                self.lose_answers -= 1
                return None
            return answer

    def _write(self, path: str, body: str, key: str) -> Answer | None:
        self.calls.append(f"POST {path}")
        stored = self.keys.get(key)
        if stored is not None:
            return _replay(stored, (path, body))
        fault = self.faults.popleft() if self.faults else None
        if fault in UNSTORED:
            return UNSTORED[fault]
        answer = STORED_500 if fault is Fault.STORED_FAILURE else self._act(path, body)
        self.keys[key] = Stored((path, body), deepcopy(answer))
        return answer

    def _act(self, path: str, body: str) -> Answer:
        asked = nested(body)
        try:
            if path == "/v1/checkout/sessions":
                return 200, self.books.create_session(asked)
            if path == "/v1/refunds":
                return 200, self.books.refund(asked)
            return 200, self.books.end(path.split("/")[4])
        except Refused as refused:
            return _error(refused.status, "invalid_request_error", refused.code)


def _error(status: int, kind: str, code: str) -> Answer:
    return status, {"error": {"type": kind, "code": code, "message": code}}


STORED_500 = _error(500, "api_error", "api_error")
UNSTORED: dict[Fault | None, Answer | None] = {
    Fault.LOST_CALL: None,
    Fault.KEY_IN_USE: _error(409, "idempotency_error", "idempotency_key_in_use"),
    Fault.OUT_OF_SERVICE: _error(503, "api_error", "api_error"),
}


def _replay(stored: Stored, asked: tuple[str, str]) -> Answer:
    if stored.asked != asked:
        return _error(400, "idempotency_error", "idempotency_error")
    status, words = stored.answer
    return status, words | {"replayed": True}


def _list(found: list[dict[str, Any]], path: str, asked: dict[str, Any]) -> dict[str, Any]:
    ids = [one["id"] for one in found]
    start = ids.index(asked["starting_after"]) + 1 if "starting_after" in asked else 0
    page = found[start : start + int(asked.get("limit", 10))]
    more = start + len(page) < len(found)
    return {"object": "list", "url": path, "has_more": more, "data": page}


def nested(form: str) -> dict[str, Any]:
    """Read a form whose names are paths, such as `line_items[0][quantity]`."""
    asked: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", name)
        place = asked
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return asked


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for the account."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        """Answer a question."""
        place = urlsplit(self.path)
        try:
            self._answer(self.server.account.read(place.path, nested(place.query)))
        except Refused as refused:
            self._answer(_error(refused.status, "invalid_request_error", refused.code))

    def do_POST(self) -> None:
        """Answer an order."""
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        if self.headers["Authorization"] != f"Bearer {API_KEY}":
            self._answer(_error(401, "authentication_error", "invalid_api_key"))
            return
        key = self.headers["Idempotency-Key"]
        self._answer(self.server.account.write(self.path, body, key))

    def _answer(self, answer: Answer | None) -> None:
        if answer is None:
            self.close_connection = True
            return
        status, words = answer
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if words.get("replayed"):
            self.send_header("Idempotent-Replayed", "true")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is inherited
        """Keep the test's output clean."""


class Server(ThreadingHTTPServer):
    """Listens for one account."""

    account: StripeAccountServer


@contextmanager
def stripe_server() -> Iterator[StripeAccountServer]:
    """Run an account's server on a free port of this machine."""
    with Server(("127.0.0.1", 0), Handler) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        server.account = StripeAccountServer(url, StripeBooks(url))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.account
        finally:
            server.shutdown()
            thread.join()
