"""Which starter a machine gets, when it is fetched, and when it takes the place of the model in use."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desktop.base.settings import HUB_ADDRESS, HUB_SOURCE, Settings
from desktop.features.models.fetching import starter
from desktop.features.models.fetching.hubs import Hubs
from desktop.library.starters import STARTERS, starter_for

_LARGE, _SMALL = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
_TINY = "SmolLM2-135M-Instruct.Q4_1.gguf"


def model(name: str) -> Any:
    return SimpleNamespace(path=Path("/models") / name)


class Asked:
    """Downloads that only listen."""

    def __init__(self) -> None:
        self.added: list[tuple[str, Any]] = []

    def add(self, title: str, files: Any) -> str:
        self.added.append((title, files))
        return "one"


@pytest.mark.parametrize(("gigabytes", "file"), [(2, _SMALL), (5.9, _SMALL), (6, _LARGE), (64, _LARGE)])
def test_the_memory_decides(gigabytes: float, file: str) -> None:
    assert starter_for(int(gigabytes * 1e9)).file == file


def test_it_is_asked_for_at_the_hub_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "starter_here", lambda: STARTERS[_SMALL])
    asked: Any = Asked()
    settings = Settings()
    settings.set(HUB_ADDRESS, "https://mirror.example/")
    library: Any = SimpleNamespace(models=lambda: [model(_TINY), model("own.gguf")])
    assert starter.fetch_starter(library, asked, Hubs(settings)) == "one"
    ((title, (file,)),) = asked.added
    assert title == "Qwen2.5 Coder 0.5B"
    assert file.url.startswith("https://mirror.example/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/ebb2015119c9")
    assert (file.size, file.sha256[:8]) == (491_400_064, "1d961463")


def test_it_comes_from_the_other_source_where_that_is_set() -> None:
    settings = Settings()
    settings.set(HUB_SOURCE, "modelscope")
    file = starter.starter_file(STARTERS[_SMALL], Hubs(settings))
    assert file.url.endswith(f"/models/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/master/{_SMALL}")
    assert file.source == "modelscope"


@pytest.mark.parametrize("here", [_SMALL, _LARGE])
def test_nothing_is_asked_where_it_or_a_better_one_is_here(monkeypatch: pytest.MonkeyPatch, here: str) -> None:
    monkeypatch.setattr(starter, "starter_here", lambda: STARTERS[_SMALL])
    asked: Any = Asked()
    library: Any = SimpleNamespace(models=lambda: [model(_TINY), model(here)])
    assert starter.fetch_starter(library, asked, Hubs(Settings())) is None
    assert asked.added == []


def test_only_a_lesser_starter_makes_room() -> None:
    assert starter.replaces(_LARGE, None)
    assert starter.replaces(_LARGE, model(_TINY))
    assert starter.replaces(_LARGE, model(_SMALL))
    assert not starter.replaces(_SMALL, model(_LARGE))
    assert not starter.replaces(_LARGE, model("my-novelist-7b.gguf"))
