"""A hub on this machine that speaks the API of huggingface.co, with a second host for contents and with faults.

`HubServer` is the hub at 127.0.0.1 and its "CDN" at localhost, on another port: to a client they are two hosts.
`plan` says what goes wrong with the next requests for contents, in order; `always` with all that have no plan.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from tests.hub.repositories import COMMIT, Repository, StoredFile

TOKEN = "hf_only_for_the_hub"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request for contents; nothing by default.

    `cut`: the connection ends after so many bytes of the body. `status`: this instead of contents, with `headers`.
    `ignore_range`: all of it whatever was asked for. `flip`: the byte at this place of the file is another.
    `drip`: seconds between single bytes. `hang`: seconds of silence before the first byte of the answer;
    `hang_at` the place in the body where silence begins, which lasts until the client goes or the server closes.
    `at_hub`: it happens at the hub, before any redirect. `no_length`: the answer doesn't say how long it is.
    `body`: this instead of the contents.
    """

    cut: int | None = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    ignore_range: bool = False
    flip: int | None = None
    drip: float = 0.0
    hang: float = 0.0
    hang_at: int | None = None
    at_hub: bool = False
    no_length: bool = False
    body: bytes | None = None


@dataclass(frozen=True)
class Seen:
    """A request as it came; `host` is hub or cdn, header names are in small letters."""

    host: str
    method: str
    path: str
    headers: dict[str, str]


class HubServer:
    """The hub and its CDN. `redirect` off lets the hub give contents itself. All may be changed while it runs."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.requests: list[Seen] = []
        self.redirect = True
        self.always = Fault()
        self.page = 20  # results on a page of a search
        self.closing = threading.Event()
        self._plan: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._servers = [self._start("hub"), self._start("cdn")]
        self.url = f"http://127.0.0.1:{self._servers[0].server_port}"
        self.cdn_url = f"http://localhost:{self._servers[1].server_port}"

    def add(self, repository: str, files: dict[str, bytes], **facts: Any) -> Repository:
        """Add a repository of these files."""
        stored = {name: StoredFile(data) for name, data in files.items()}
        self.repositories[repository] = Repository(repository, stored, **facts)
        return self.repositories[repository]

    def file_url(self, repository: str, name: str, revision: str = "main") -> str:
        """Where a file is fetched from."""
        return f"{self.url}/{repository}/resolve/{revision}/{quote(name)}"

    def plan(self, *faults: Fault) -> None:
        """What goes wrong with the next requests for contents, one each."""
        with self._lock:
            self._plan.extend(faults)

    @property
    def planned(self) -> int:
        """How many of the planned faults have not happened yet."""
        return len(self._plan)

    def contents_asked(self) -> list[Seen]:
        """The requests for contents so far, without those that the hub only redirected."""
        return [seen for seen in self.requests if seen.method == "GET" and (seen.host == "cdn" or not self.redirect)]

    def close(self) -> None:
        """Stop both."""
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    # -- for the handlers ------------------------------------------------------------------------------------------

    def next_fault(self, *, at_hub: bool) -> Fault:
        """The fault of this request. One that is meant for the hub waits until a request is there."""
        with self._lock:
            if self._plan:
                return self._plan.popleft() if self._plan[0].at_hub == at_hub else Fault()
        return self.always if self.always.at_hub == at_hub else Fault()

    def find(self, path: str) -> tuple[Repository | None, str]:
        """The repository that a path begins with, and the rest of the path."""
        for name, repository in self.repositories.items():
            if path == name or path.startswith(f"{name}/"):
                return repository, path[len(name) :].strip("/")
        return None, path

    def _start(self, host: str) -> ThreadingHTTPServer:
        handler = type("_Handler", (_Handler,), {"hub": self, "host": host})
        server = _Server(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True, name=f"test-{host}").start()
        return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: ClassVar[HubServer]
    host: ClassVar[str]

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.hub.requests.append(Seen(self.host, self.command, self.path, headers))
        parts = urlsplit(self.path)
        path = unquote(parts.path).lstrip("/")
        if self.host == "cdn":
            self._give_contents(path)
        elif path.startswith("api/"):
            self._api(path.removeprefix("api/"), parse_qs(parts.query))
        else:
            self._resolve(path)

    # -- the API ---------------------------------------------------------------------------------------------------

    def _api(self, path: str, query: dict[str, list[str]]) -> None:
        if path == "whoami-v2":
            if self._has_token():
                self._json({"type": "user", "name": "somebody", "fullname": "Somebody", "orgs": []})
            else:
                self._refuse(401, "", "Invalid username or password.")
            return
        if path == "models":
            self._search(query)
            return
        repository, rest = self.hub.find(path.removeprefix("models/"))
        if repository is None or (repository.private and not self._has_token()):
            self._refuse(404 if self._has_token() else 401, "RepoNotFound", "Repository not found")
        elif rest.startswith("tree/"):
            self._json(repository.tree())
        else:
            self._json(repository.listed())

    def _search(self, query: dict[str, list[str]]) -> None:
        words = " ".join(query.get("search", [])).lower().split()
        wanted = {tag.lower() for value in query.get("filter", []) for tag in value.split(",")}
        author = query.get("author", [""])[0]
        found = [
            each
            for each in self.hub.repositories.values()
            if all(word in each.id.lower() for word in words)
            and wanted <= {tag.lower() for tag in each.tags}
            and (not author or each.id.startswith(f"{author}/"))
            and (not each.private or self._has_token())
            and not ("gated" in query and query["gated"] == ["False"] and each.gated)
        ]
        sort = query.get("sort", ["downloads"])[0]
        found.sort(key=lambda each: -float(getattr(each, sort, each.downloads) or 0))
        start = int(query.get("cursor", ["0"])[0])
        size = min(int(query.get("limit", ["1000"])[0]), self.hub.page)
        headers = {}
        if start + size < len(found):
            following = urlencode({**query, "cursor": [str(start + size)]}, doseq=True)
            headers["Link"] = f'<{self.hub.url}/api/models?{following}>; rel="next"'
        self._json([each.facts() for each in found[start : start + size]], headers)

    # -- files -----------------------------------------------------------------------------------------------------

    def _resolve(self, path: str) -> None:
        repository, rest = self.hub.find(path)
        if repository is None or (repository.private and not self._has_token()):
            self._refuse(404 if self._has_token() else 401, "RepoNotFound", "Repository not found")
            return
        if repository.gated and not self._has_token():
            self._refuse(401, "GatedRepo", f"Access to model {repository.id} is restricted.")
            return
        _, _, rest = rest.partition("resolve/")
        revision, _, name = rest.partition("/")
        file = repository.files.get(name)
        if revision not in ("main", COMMIT):
            self._refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        elif file is None:
            self._refuse(404, "EntryNotFound", "Entry not found")
        elif not self.hub.redirect:
            self._contents(repository, file)
        else:
            self._redirect(repository, name, file)

    def _redirect(self, repository: Repository, name: str, file: StoredFile) -> None:
        fault = self.hub.next_fault(at_hub=True) if self.command == "GET" else Fault()
        if fault.hang:
            self.hub.closing.wait(fault.hang)
        if fault.status:
            self._refuse(fault.status, "", "A fault", fault.headers)
            return
        self.send_response(302)
        self._say_file(file)
        self.send_header("Location", f"{self.hub.cdn_url}/{quote(repository.id)}/{quote(name)}?signature=abc")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say_file(self, file: StoredFile) -> None:
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("X-Linked-Etag", f'"{file.sha256}"')
        self.send_header("X-Linked-Size", str(len(file.data)))

    def _give_contents(self, path: str) -> None:
        repository, name = self.hub.find(path)
        file = repository.files.get(name) if repository else None
        if repository is None or file is None:
            self._refuse(404, "", "NoSuchKey")
            return
        self._contents(repository, file)

    def _contents(self, repository: Repository, file: StoredFile) -> None:
        fault = self.hub.next_fault(at_hub=self.host == "hub") if self.command == "GET" else Fault()
        if fault.hang:
            self.hub.closing.wait(fault.hang)
        if fault.status:
            self._refuse(fault.status, "", "A fault", fault.headers)
            return
        data = file.data
        if fault.body is not None:
            data = fault.body
        elif fault.flip is not None:
            at = fault.flip % len(data)
            data = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        first, last = self._range(len(data), file, fault)
        if first >= len(data) and data:
            self._refuse(416, "", "Range", {"Content-Range": f"bytes */{len(data)}"})
            return
        part = data[first : last + 1]
        partial = len(part) < len(data)
        self.send_response(206 if partial else 200)
        if self.host == "hub":
            self._say_file(file)
        self.send_header("ETag", f'"{file.etag}"')
        self.send_header("Content-Type", "text/html" if fault.body is not None else "binary/octet-stream")
        if partial:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        if fault.no_length:
            self.close_connection = True
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(part)))
        for name, value in fault.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self._send(part, fault)

    def _range(self, size: int, file: StoredFile, fault: Fault) -> tuple[int, int]:
        asked = self.headers.get("Range", "")
        condition = self.headers.get("If-Range")
        if not asked.startswith("bytes=") or fault.ignore_range or (condition and condition != f'"{file.etag}"'):
            return 0, size - 1
        first, _, last = asked.removeprefix("bytes=").partition("-")
        return int(first), min(int(last), size - 1) if last else size - 1

    def _send(self, part: bytes, fault: Fault) -> None:
        with suppress(OSError):
            if fault.drip:
                for at in range(len(part)):
                    self.wfile.write(part[at : at + 1])
                    self.wfile.flush()
                    if self.hub.closing.wait(fault.drip):
                        return
                return
            stop = min(len(part), *(at for at in (fault.cut, fault.hang_at) if at is not None), len(part))
            self.wfile.write(part[:stop])
            self.wfile.flush()
            if fault.hang_at is not None:
                self._hang()
            if stop < len(part):
                self.close_connection = True

    def _hang(self) -> None:
        """Say nothing until the client has gone."""
        self.connection.settimeout(0.1)
        while not self.hub.closing.is_set():
            try:
                if not self.connection.recv(1):
                    return
            except TimeoutError:
                continue

    # -- answers ---------------------------------------------------------------------------------------------------

    def _has_token(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {TOKEN}"

    def _json(self, value: Any, headers: dict[str, str] | None = None) -> None:
        self._body(200, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _refuse(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        said = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {}), **(headers or {})}
        self._body(status, json.dumps({"error": message}).encode(), {"Content-Type": "application/json", **said})

    def _body(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def hub_server() -> Iterator[HubServer]:
    """A hub for the time of a test."""
    server = HubServer()
    try:
        yield server
    finally:
        server.close()


def wait_until(met: Any, seconds: float = 20.0) -> None:
    """Wait until `met()` is true. Raises AssertionError when it takes too long."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.005)
