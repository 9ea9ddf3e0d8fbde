"""The way to a hub: its proxy, its certificates, and a token that nobody else gets to see."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop.base.errors import Code, HubError
from desktop.hub import network
from desktop.hub.network import NetworkOptions, client, host, origin
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.progress import Step
from tests.hub.fetching import NAME, Fetch, model_bytes, remote
from tests.hub.server import Fault, HubServer, wait_until

DATA = model_bytes()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def served(hub: HubServer) -> HubServer:
    hub.add("maker/model", {NAME: DATA})
    return hub


def test_an_address_is_told_by_its_host() -> None:
    assert host("https://HuggingFace.co/a/b") == "huggingface.co"
    assert host("http://mirror.example:8080") == "mirror.example:8080"
    assert origin("https://a.example") == origin("https://A.example:443/x") != origin("http://a.example")
    for bad in ("", "huggingface.co", "ftp://a.example", "https://", "https://a:b:c", "file:///etc/passwd"):
        with pytest.raises(HubError) as caught:
            origin(bad)
        assert caught.value.code is Code.INVALID_VALUE


def test_a_token_is_for_its_host_and_is_not_shown() -> None:
    options = NetworkOptions("https://hub.example", token="hf_secret")
    assert options.headers_for("https://hub.example/x") == {"Authorization": "Bearer hf_secret"}
    for other in ("http://hub.example/x", "https://hub.example:444/x", "https://hub.example.evil/x"):
        assert options.headers_for(other) == {}
    assert "secret" not in repr(options)


# -- proxies -----------------------------------------------------------------------------------------------------------


class _Proxy(BaseHTTPRequestHandler):
    """Passes requests on to wherever they are for, and remembers them."""

    seen: list[str]
    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self.seen.append(self.path)
        parts = urlsplit(self.path)
        with socket.create_connection((parts.hostname, parts.port)) as there:
            lines = [f"GET {parts.path}?{parts.query} HTTP/1.0", *(f"{k}: {v}" for k, v in self.headers.items())]
            there.sendall("\r\n".join([*lines, "", ""]).encode())
            while data := there.recv(65536):
                self.wfile.write(data)


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[str]]]:
    seen: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Own", (_Proxy,), {"seen": seen}))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


def test_a_proxy_is_used_for_all_hosts(served: HubServer, tmp_path: Path, proxy: tuple[str, list[str]]) -> None:
    address, seen = proxy
    (arrived,) = Fetch(tmp_path, remote(served), options=NetworkOptions(served.url, proxy=address)).run()
    assert arrived.path.read_bytes() == DATA
    assert {urlsplit(each).netloc for each in seen} == {served.url[7:], served.cdn_url[7:]}


def test_the_systems_proxy_is_used_unless_none_is_wanted(
    served: HubServer, tmp_path: Path, proxy: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, seen = proxy
    monkeypatch.setenv("http_proxy", address)
    Fetch(tmp_path / "none", remote(served), options=NetworkOptions(served.url, proxy="")).run()
    assert seen == []
    Fetch(tmp_path / "system", remote(served), options=NetworkOptions(served.url)).run()
    assert len(seen) == 2


@pytest.mark.parametrize("address", ["ftp://proxy.example", "proxy", "http://[", "http://proxy.example:x"])
def test_a_proxy_that_is_none(address: str) -> None:
    with pytest.raises(HubError) as caught:
        client(NetworkOptions(proxy=address))
    assert caught.value.code is Code.INVALID_VALUE


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:9", "socks5h://user:word@127.0.0.1:9", "http://u:p@h:1"])
def test_kinds_of_proxies_that_are_spoken(address: str) -> None:
    client(NetworkOptions(proxy=address)).close()


def test_a_proxy_that_is_not_there_is_told(served: HubServer, tmp_path: Path) -> None:
    options = NetworkOptions(served.url, proxy="http://127.0.0.1:9")
    fetch = Fetch(tmp_path, remote(served), options=options).start()
    wait_until(lambda: fetch.overview.progress.step is Step.WAITING)
    reason = fetch.overview.progress.reason
    assert isinstance(reason, HubError)
    assert reason.code is Code.HUB_UNREACHABLE
    assert served.requests == []
    fetch.control.stop()
    fetch.join()


# -- certificates ------------------------------------------------------------------------------------------------------


@pytest.fixture
def secured(served: HubServer, tmp_path: Path) -> tuple[str, Path]:
    """The hub's file over TLS, at 127.0.0.1, with a certificate that only its own file vouches for."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=hub"]
    subprocess.run([*command, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    served.redirect = False
    served._servers[0].socket = context.wrap_socket(served._servers[0].socket, server_side=True)
    return served.file_url("maker/model", NAME).replace("http:", "https:"), certificate


@pytest.fixture
def _trusted(secured: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SSL_CERT_FILE", str(secured[1]))
    network._certificates.cache_clear()
    yield
    network._certificates.cache_clear()


def test_a_certificate_that_nobody_vouches_for(served: HubServer, tmp_path: Path, secured: tuple[str, Path]) -> None:
    fetch = Fetch(tmp_path / "models", RemoteFile(NAME, secured[0], repository="maker/model")).start()
    wait_until(lambda: fetch.overview.progress.step is Step.WAITING)
    reason = fetch.overview.progress.reason
    assert isinstance(reason, HubError)
    assert reason.code is Code.HUB_UNREACHABLE
    assert "certificate" in str(reason.details["cause"]).lower()
    assert served.requests == []
    fetch.control.stop()
    fetch.join()


@pytest.mark.usefixtures("_trusted")
def test_over_tls_with_a_stall_and_a_cut(served: HubServer, tmp_path: Path, secured: tuple[str, Path]) -> None:
    file = RemoteFile(NAME, secured[0], repository="maker/model")
    served.plan(Fault(hang_at=100_000, at_hub=True), Fault(cut=50_000, at_hub=True))
    (arrived,) = Fetch(tmp_path / "models", file).run()
    assert arrived.path.read_bytes() == DATA
    wait_until(lambda: not [each for each in threading.enumerate() if each.name == "transfer"])


@pytest.mark.usefixtures("_trusted")
def test_nothing_goes_on_unencrypted(served: HubServer, tmp_path: Path, secured: tuple[str, Path]) -> None:
    """A hub with a certificate that sends on to a place without one."""
    served.redirect = True
    with pytest.raises(HubError) as caught:
        Fetch(tmp_path / "models", RemoteFile(NAME, secured[0], repository="maker/model")).run()
    assert caught.value.code is Code.HUB_REDIRECT
    assert {seen.host for seen in served.requests} == {"hub"}
