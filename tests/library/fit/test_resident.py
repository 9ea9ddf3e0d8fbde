"""The arithmetic against what the real engine's process really holds, for whole models of every kind of layer."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop.base.gguf.reader import parse_header, read_header
from desktop.base.machine import owned_memory
from desktop.base.paths import starter_folders
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Finished, Generate, Load, Sampling
from desktop.features.models.load_plan import plan_of
from desktop.library.fit.memory import memory_of
from desktop.library.fit.shape import shape_of
from desktop.library.starters import STARTERS
from tests.library.fit.shapes import MODELS, write

pytestmark = [pytest.mark.model, pytest.mark.slow]

NEAR = 0.10
BEGINNING = 12 << 20  # bytes: what would be fetched of a file that isn't here
# Those that are fetched for people are tried where they are: in the person's own folder, or where this variable says.
PLACES = [
    *starter_folders(),
    Path(os.environ.get("LAMPLIGHT_TEST_MODELS") or "nowhere"),
    Path.home() / ".local" / "share" / "lamplight" / "models",
]
PROMPT = "w1 " * 300  # more tokens than one batch, whatever the vocabulary


@pytest.fixture
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    path = write(MODELS[request.param](), tmp_path / "random.gguf")
    yield path
    path.unlink()


@dataclasses.dataclass(frozen=True)
class Held:
    """What a process holds after its first reply; `owned` without the pages of files."""

    resident: int
    owned: int | None


def held(load: Load, log: Path) -> Held:
    engine = Engine(log / "engine.log")
    try:
        engine.load(load).result(60)
        wish = Generate(prompt=PROMPT, max_tokens=4, sampling=Sampling(temperature=0.0, seed=1))
        done = engine.generate(wish).result(60)
        assert isinstance(done, Finished)
        assert done.prompt_tokens > 512
        return Held(int(psutil.Process(engine.pid).memory_info().rss), owned_memory(engine.pid))
    finally:
        engine.close()


@pytest.mark.parametrize("made", MODELS, indirect=True)
def test_a_random_model_takes_what_was_reckoned(made: Path, tmp_path: Path) -> None:
    load = Load(str(made), context=2048, gpu_layers=0)
    reckoned = memory_of(shape_of(read_header(made)), plan_of(load))
    real = held(load, tmp_path)
    assert reckoned.resident == pytest.approx(real.resident, rel=NEAR)
    if real.owned is not None:
        assert reckoned.owned == pytest.approx(real.owned, rel=NEAR + 0.1)  # the smaller number


@pytest.mark.parametrize("name", STARTERS)
@pytest.mark.parametrize("context", [1024, 8192])
def test_a_starter_takes_what_was_reckoned(name: str, context: int, tmp_path: Path) -> None:
    path = next((place / name for place in PLACES if (place / name).is_file()), None)
    if path is None:
        pytest.skip(f"{name} isn't on this machine")
    load = Load(str(path), context=context, gpu_layers=0)
    reckoned = memory_of(shape_of(read_header(path)), plan_of(load))
    assert reckoned.resident == pytest.approx(held(load, tmp_path).resident, rel=NEAR)


@pytest.mark.parametrize("made", ["gemma3", "mixture of experts"], indirect=True)
@pytest.mark.parametrize(
    "options",
    [
        {"mmap": False},
        {"cache_type_k": "q8_0", "cache_type_v": "q8_0"},
        {"flash_attention": "off"},
        {"swa_full": False, "context": 8192},
    ],
    ids=lambda options: ", ".join(options),
)
def test_options_take_what_was_reckoned(made: Path, options: dict[str, Any], tmp_path: Path) -> None:
    load = dataclasses.replace(Load(str(made), context=4096, gpu_layers=0), **options)
    reckoned = memory_of(shape_of(read_header(made)), plan_of(load))
    assert reckoned.resident == pytest.approx(held(load, tmp_path).resident, rel=NEAR)


@pytest.mark.parametrize("made", ["llama, untied", "qwen35", "deepseek2, latent attention"], indirect=True)
def test_the_first_megabytes_say_the_same(made: Path) -> None:
    with made.open("rb") as file:
        beginning = file.read(BEGINNING)
    far = parse_header(beginning, made.stat().st_size, "far.gguf")
    assert shape_of(far) == shape_of(read_header(made))
