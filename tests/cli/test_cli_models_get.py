"""`lamplight models get`: which file is meant, who is asked, what is said before."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest

from desktop.app import App, build
from desktop.base.files import write_json
from desktop.base.paths import Paths
from desktop.cli.commands.models import getting
from desktop.cli.parser import parser
from desktop.cli.terminal import Terminal
from tests.base.gguf.files import model, tensor
from tests.cli.conftest import Run
from tests.hub.server import HubServer, hub_server

Q4 = model("llama", {"context_length": 4096, "general.name": "Tiny"}, [tensor("token_embd.weight", [64])], 256)
Q8 = model("llama", {"context_length": 4096, "general.name": "Tiny"}, [tensor("token_embd.weight", [128])], 512)


@pytest.fixture
def hub(paths: Paths) -> Iterator[HubServer]:
    with hub_server() as server:
        paths.ensure()
        write_json(paths.settings_file, {"hub_address": server.url})
        server.add("maker/tiny-GGUF", {"tiny-Q4_K_M.gguf": Q4, "tiny-Q8_0.gguf": Q8, "mmproj-F16.gguf": Q4})
        yield server


def test_a_repository_gives_the_recommended_file(run: Run, hub: HubServer, paths: Paths) -> None:
    ran = run("models", "get", "maker/tiny-GGUF", "--json")
    assert ran.returncode == 0, ran.stderr
    told = ran.stderr.splitlines()
    assert told[0].startswith("127.0.0.1:")
    assert "it sees the name and this machine’s address, nothing else" in told[0]
    found = json.loads(ran.stdout)
    assert found["checked"]
    assert found["files"] == ["tiny-Q8_0.gguf"]  # small: the finer one
    assert (paths.models / "maker" / "tiny-GGUF" / "tiny-Q8_0.gguf").read_bytes() == Q8
    assert "Tiny" in run("models", "list").stdout


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("maker/tiny-GGUF:Q4_K_M", ["tiny-Q4_K_M.gguf"]),
        ("maker/tiny-GGUF:q4_k_m", ["tiny-Q4_K_M.gguf"]),
        ("maker/tiny-GGUF:tiny-Q8_0.gguf", ["tiny-Q8_0.gguf"]),
        ("{hub}/maker/tiny-GGUF/resolve/main/tiny-Q4_K_M.gguf", ["tiny-Q4_K_M.gguf"]),
        ("{hub}/maker/tiny-GGUF/blob/main/tiny-Q4_K_M.gguf", ["tiny-Q4_K_M.gguf"]),
        ("{hub}/maker/tiny-GGUF/tree/main", ["tiny-Q8_0.gguf"]),
        ("{cdn}/maker/tiny-GGUF/tiny-Q4_K_M.gguf?signature=x", ["tiny-Q4_K_M.gguf"]),
    ],
)
def test_what_can_be_named(run: Run, hub: HubServer, name: str, files: list[str]) -> None:
    ran = run("models", "get", name.format(hub=hub.url, cdn=hub.cdn_url), "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["files"] == files


def test_with_what_reads_pictures(run: Run, hub: HubServer) -> None:
    ran = run("models", "get", "maker/tiny-GGUF:Q8_0", "--pictures", "--json")
    assert json.loads(ran.stdout)["files"] == ["tiny-Q8_0.gguf", "mmproj-F16.gguf"]


def test_a_name_of_the_catalogue(run: Run, hub: HubServer) -> None:
    hub.add("tencent/Hy-MT2-1.8B-GGUF", {"Hy-MT2-1.8B-Q4_K_M.gguf": Q4, "Hy-MT2-1.8B-Q6_K.gguf": Q8})
    ran = run("models", "get", "hy-mt2-1.8b", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["files"] == ["Hy-MT2-1.8B-Q4_K_M.gguf"]
    assert "drops digits" in ran.stderr  # what is known against it is said before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing", "names no model that can be fetched"),
        ("../../etc", "names no model"),
        ("https://example.org/page.html", "names no model"),
        ("file:///etc/passwd.gguf", "is not possible"),
        ("multilingual-e5-small", "has no multilingual-e5-small"),
        ("maker/nothing", "has no maker/nothing"),
        ("maker/tiny-GGUF:Q2_K", "has no maker/tiny-GGUF:Q2_K"),
        ("maker/tiny-GGUF:tiny", "has no maker/tiny-GGUF:tiny"),
    ],
)
def test_what_can_not_be_fetched(run: Run, hub: HubServer, paths: Paths, name: str, said: str) -> None:
    ran = run("models", "get", name)
    assert ran.returncode == 1
    assert said in ran.stderr
    assert not list(paths.models.rglob("*.gguf"))


def test_terms_to_accept_are_explained(run: Run, hub: HubServer) -> None:
    hub.add("maker/gated", {"a-Q4_K_M.gguf": Q4}, gated="manual")
    ran = run("models", "get", "maker/gated")
    assert ran.returncode == 1
    assert "only to those who accepted its terms" in ran.stderr


def test_a_person_is_asked_first(paths: Paths, hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    app = build(paths)
    try:
        for answer, status in (("n", 1), ("", 1), ("y", 0)):
            assert _asked(app, answer, monkeypatch) == status
            assert bool(hub.requests) == (status == 0)
    finally:
        app.close()


def _asked(app: App, answer: str, monkeypatch: pytest.MonkeyPatch) -> int:
    terminal = Terminal(io.StringIO(), io.StringIO(), io.StringIO())
    monkeypatch.setattr(Terminal, "interactive", property(lambda self: True))
    monkeypatch.setattr(Terminal, "ask", lambda self, prompt: answer)
    arguments = parser().parse_args(["models", "get", "maker/tiny-GGUF:Q4_K_M"])
    return getting.run(arguments, app, terminal)


def test_a_special_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(getting.SPECIAL, "starter", lambda arguments, services, terminal: 7)
    assert run("models", "get", "starter").returncode == 7
