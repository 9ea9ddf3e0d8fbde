"""Which model and which file is recommended, and what is said of it beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.devices import Device, DeviceKind
from desktop.base.settings import GPU_LAYERS, Settings
from desktop.features.models.arrived import role_of
from desktop.features.models.fetching.advice import Reason, best_variant, suggestions
from desktop.features.models.fetching.estimates import Likely, estimate, estimate_model, room_on_cards
from desktop.features.models.fetching.fetch_speed import FetchSpeed
from desktop.features.models.fetching.recommended import recommended
from desktop.features.models.roles import Role
from desktop.hub.catalogue import Task, catalogue, for_task
from desktop.hub.quantizations import Variant, variants
from desktop.hub.remote_file import RemoteFile

GB = 1_000_000_000


def _files(**sizes: float) -> list[Variant]:
    return variants(
        RemoteFile(f"m-{name}.gguf", f"https://example.org/m-{name}.gguf", int(size * GB))
        for name, size in sizes.items()
    )


@pytest.mark.parametrize(
    ("parameters", "free", "quantization", "reason"),
    [
        (8 * GB, 20, "Q4_K_M", Reason.BALANCED),
        (8 * GB, 4.5, "Q3_K_M", Reason.SMALLER),
        (8 * GB, 1, "Q2_K", Reason.SMALLEST),
        (2 * GB, 20, "Q6_K", Reason.FINER),
        (2 * GB, 5.2, "Q4_K_M", Reason.BALANCED),
        (0, 20, "Q4_K_M", Reason.BALANCED),
    ],
)
def test_one_file_among_many(parameters: int, free: float, quantization: str, reason: Reason) -> None:
    files = _files(Q2_K=3, Q3_K_M=4, Q4_K_M=5, Q6_K=6.6, Q8_0=8.5, F16=16)
    found = best_variant(files, parameters, lambda each: each.size <= free * GB)
    assert found
    assert (found.variant.quantization, found.reason) == (quantization, reason)


def test_odd_repositories() -> None:
    everything = lambda each: True  # noqa: E731
    assert best_variant([], 0, everything) is None
    only = best_variant(_files(F16=2), 0, everything)
    assert only
    assert only.reason is Reason.ONLY
    unknown = best_variant(_files(strange=2, other=3), 0, everything)
    assert unknown
    assert unknown.variant.size == 3 * GB
    part = variants([RemoteFile("m-00001-of-00002.gguf", "https://example.org/m", 5)])
    assert best_variant(part, 0, everything) is None


def test_an_estimate() -> None:
    cache = 32_768
    assert estimate(3 * GB, cache, 8192, 11 * GB, 16 * GB).likely is Likely.FITS
    shorter = estimate(7 * GB, 340_000, 32_768, 11 * GB, 16 * GB)
    assert (shorter.likely, shorter.shorter) == (Likely.SHORTER, 8192)
    assert estimate(10 * GB, cache, 8192, 8 * GB, 16 * GB).likely is Likely.CLOSING
    assert estimate(30 * GB, cache, 8192, 8 * GB, 16 * GB).likely is Likely.TOO_LARGE
    assert estimate(1 * GB, 0, 8192, 0, 16 * GB).likely is Likely.CLOSING


@pytest.mark.parametrize(
    ("task", "free", "bandwidth", "key"),
    [
        (Task.CHAT, 11.2, 20, "qwen3.5-4b"),
        (Task.CHAT, 11.2, 60, "qwen3.5-9b"),
        (Task.CHAT, 30, 20, "qwen3.6-35b-a3b"),
        (Task.TRANSLATION, 11.2, 20, "hy-mt2-1.8b-q8"),
        (Task.TRANSLATION, 11.2, 60, "hy-mt2-7b"),
    ],
)
def test_the_best_for_a_machine(task: Task, free: float, bandwidth: float, key: str) -> None:
    judged = [
        (model, estimate_model(model, 8192, int(free * GB), int(free * 1.3 * GB), bandwidth * GB))
        for model in for_task(task)
    ]
    found = suggestions(task, judged)
    assert [each.model.key for each in found if each.best] == [key] == [found[0].model.key]


def test_where_nothing_fits_nothing_is_best() -> None:
    judged = [(model, estimate_model(model, 8192, 1000, 2000, 20 * GB)) for model in for_task(Task.CHAT)]
    assert not any(each.best for each in suggestions(Task.CHAT, judged))


def test_every_task_on_this_machine() -> None:
    for task in Task:
        found = recommended(task, Settings())
        assert len(found) == len([model for model in catalogue() if model.use(task)])
        assert sum(each.best for each in found) <= 1
        assert all(each.model.repository for each in found if each.best)


def test_what_arrived_is_for() -> None:
    def role(repository: str, file: str) -> Role | None:
        return role_of([RemoteFile(file, f"https://example.org/{file}", repository=repository)])

    assert role("tencent/Hy-MT2-7B-GGUF", "Hy-MT2-7B-Q4_K_M.gguf") is Role.TRANSLATION
    assert role("tencent/Hy-MT2-30B-A3B-GGUF", "q/Hy-MT2-30B-A3B-Q4_K_M.gguf") is Role.TRANSLATION
    assert role("unsloth/Qwen3.5-4B-GGUF", "Qwen3.5-4B-Q4_K_M.gguf") is Role.CHAT
    assert role("unsloth/gemma-4-31B-it-GGUF", "gemma-4-31B-it-Q4_K_M.gguf") is Role.PROSE
    assert role("gpustack/bge-m3-GGUF", "bge-m3-Q8_0.gguf") is None
    assert role("maker/unknown", "a.gguf") is Role.CHAT
    assert role("", "Hy-MT2-7B-Q4_K_M.gguf") is Role.CHAT


def test_a_graphics_card_counts_where_it_serves() -> None:
    card = Device("CUDA0", "a card", DeviceKind.GPU, free=12 * GB, total=16 * GB, backend="CUDA")
    room = room_on_cards([card])
    assert 11 * GB < room < 12 * GB
    (model,) = (model for model in for_task(Task.CHAT) if model.key == "qwen3.5-4b")
    assert estimate_model(model, 8192, 1000, 2 * GB, 20 * GB).likely is Likely.TOO_LARGE
    with_card = estimate_model(model, 8192, 1000, 2 * GB, 20 * GB, room)
    assert (with_card.likely, with_card.on_card) == (Likely.FITS, 1.0)
    assert 0 < estimate_model(model, 8192, 8 * GB, 9 * GB, 20 * GB, GB).on_card < 1
    off = Settings()
    off.override(GPU_LAYERS, "none")
    assert all(each.estimate.on_card == 0 for each in recommended(Task.CHAT, off, cards=[card]))


def test_how_fast_files_came_is_remembered(tmp_path: Path) -> None:
    speed = FetchSpeed(tmp_path / "speed.json")
    assert speed.bytes_a_second == 0
    speed.note(1000, 0.001)  # too little to say anything
    speed.note(100_000_000, 10)
    assert FetchSpeed(tmp_path / "speed.json").bytes_a_second == 10_000_000
    speed.note(200_000_000, 10)
    assert speed.bytes_a_second == 15_000_000
    (tmp_path / "speed.json").write_text("[]")
    assert FetchSpeed(tmp_path / "speed.json").bytes_a_second == 0
