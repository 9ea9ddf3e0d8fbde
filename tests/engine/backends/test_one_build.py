"""The build of `make wheel`: each kind of processor, and Vulkan, writes what the plain build writes, up to rounding.

Skipped where the wheel isn't built, which takes too long for a run of the tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.engine.backends.building import WHEEL

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.skipif(WHEEL is None, reason="the wheel isn't built: make wheel"),
]

LIBRARIES = WHEEL / "llama_cpp" / "lib" if WHEEL else Path()
PROCESSORS = sorted(path.name[len("libggml-cpu-") : -len(".so")] for path in LIBRARIES.glob("libggml-cpu-*.so"))
# Mean and largest divergence of the next token's distribution from the plain build's, in nats. Sums are added up in
# another order, which tips single activations over to the next of the 8 bits they are rounded to: seen are 0.004 and
# 0.02, which is as far as this model's four-bit weights are from the ones they were made of.
ROUNDING = (0.01, 0.06)
NEAR_TIE = 0.35  # nats between the two likeliest words; seen are 0.05, and 0.21 with Vulkan
Answers = dict[str, NDArray[np.float32]]


def _ask(model: Path, folder: Path, backend: str = "", **environment: str) -> Answers:
    result = folder / "answers.npz"
    command = [sys.executable, "-m", "tests.engine.backends.one_build", str(model), str(result)]
    done = subprocess.run(
        [*command, *([backend] if backend else [])],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=110,
    )
    last = done.stderr.strip().splitlines()[-1:] or [""]
    if last[0] in ("not for this processor", "no device"):
        pytest.skip(last[0])
    assert done.returncode == 0, done.stderr[-2000:]
    with np.load(result) as found:
        return dict(found)


def _of_wheel(model: Path, folder: Path, libraries: Path, backend: str = "", **environment: str) -> Answers:
    path = os.pathsep.join([str(WHEEL), os.environ.get("PYTHONPATH", "")])
    return _ask(model, folder, backend, PYTHONPATH=path, LLAMA_CPP_LIB_PATH=str(libraries), **environment)


@pytest.fixture(scope="module")
def plain(chat_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What the build writes that the tests run with."""
    return _ask(chat_model, tmp_path_factory.mktemp("plain"))


def _only(kind: str, folder: Path) -> Path:
    """The wheel's libraries with one backend for processors; links, so that each is still one file."""
    for path in LIBRARIES.iterdir():
        if not path.name.startswith("libggml-cpu-") or path.name == f"libggml-cpu-{kind}.so":
            (folder / path.name).symlink_to(path)
    return folder


@pytest.mark.parametrize("kind", PROCESSORS or ["none"])
def test_each_kind_of_processor_writes_the_same(chat_model: Path, tmp_path: Path, plain: Answers, kind: str) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    _same(_of_wheel(chat_model, tmp_path, _only(kind, libraries)), plain)


def test_vulkan_writes_the_same(chat_model: Path, tmp_path: Path, plain: Answers) -> None:
    """On Mesa's software device, which must be asked for; another one where the machine has a card."""
    backend = str(LIBRARIES / "libggml-vulkan.so")
    found = _of_wheel(chat_model, tmp_path, LIBRARIES, backend, GGML_VK_VISIBLE_DEVICES="0")
    _same(found, plain)


def _same(found: Answers, plain: Answers) -> None:
    names = [Path(str(path)).name for path in found["maps"]]
    assert len(names) == len({name.partition(".so")[0] for name in names}), f"a library is mapped twice: {names}"
    differences = _divergence(plain["logits"][: len(found["logits"])], found["logits"])
    mean, largest = float(differences.mean()), float(differences.max())
    assert mean < ROUNDING[0]
    assert largest < ROUNDING[1]
    parted = np.flatnonzero(found["greedy"] != plain["greedy"][: len(found["greedy"])])
    if parted.size:  # after it they read different texts
        here, there = plain["rows"][parted[0]], found["greedy"][parted[0]]
        assert here.max() - here[there] < NEAR_TIE


def _divergence(of: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float64]:
    """Kullback and Leibler's, of each row: what the log probabilities differ by, as expected under the first."""
    one, two = _log_probabilities(of), _log_probabilities(other)
    return np.asarray((np.exp(one) * (one - two)).sum(axis=1), np.float64)


def _log_probabilities(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    rows = logits.astype(np.float64)
    rows -= rows.max(axis=1, keepdims=True)
    return np.asarray(rows - np.log(np.exp(rows).sum(axis=1, keepdims=True)), np.float64)
