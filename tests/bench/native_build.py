"""The build for any processor against one for exactly this processor, and against the plain one: alternating, medians.

    python -m tests.bench.native_build [--model PATH] [--seconds 2] [--rounds 5]

Needs the wheel (`make wheel`), whose source is compiled once more for this processor alone: two minutes. One thread, by
its processor's time, so that what else the machine does counts little; ratios are what matters.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from desktop.base.paths import starter_folders
from desktop.engine.backends.files import library_folder
from tests.engine.backends.building import ROOT, WHEEL

from steps import backend  # isort: skip  # building.py has put packaging/ on the path
from steps.places import Places  # isort: skip

_HERE = ROOT / ".cache" / "bench-native"
_FLAGS = (
    "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=ON", "-DGGML_NATIVE=ON",
    "-DLLAMA_BUILD_COMMON=OFF", "-DLLAMA_BUILD_TOOLS=OFF", "-DLLAMA_BUILD_EXAMPLES=OFF", "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_SERVER=OFF", "-DLLAMA_BUILD_APP=OFF", "-DLLAMA_OPENSSL=OFF",
    "-DCMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",
)  # fmt: skip


def native() -> Path:
    """The libraries of the same source with everything compiled by `-march=native`."""
    source = backend.source(Places())
    subprocess.run(["cmake", "-S", source, "-B", _HERE, *_FLAGS], check=True, stdout=subprocess.DEVNULL)
    command = ["cmake", "--build", str(_HERE), "--target", "llama", "--parallel", str(os.cpu_count() or 1)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return _HERE / "bin"


def speed(model: Path, path: Path | None, libraries: Path, seconds: float) -> dict[str, float]:
    """One process's tokens a second, read and written."""
    environment = {**os.environ, "LLAMA_CPP_LIB_PATH": str(libraries)}
    if path:
        environment["PYTHONPATH"] = str(path)
    command = [sys.executable, "-m", "tests.engine.backends.one_build", str(model), "speed", str(seconds)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    parser = argparse.ArgumentParser(description="The build for any processor against one for this processor alone.")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if WHEEL is None:
        sys.exit("The wheel isn't built: make wheel")
    model = options.model or next(path for folder in starter_folders() for path in folder.glob("SmolLM2-135M*.gguf"))
    sides = {
        "any": (WHEEL, WHEEL / "llama_cpp" / "lib"),
        "native": (None, native()),
        "plain": (None, library_folder()),
    }
    found: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
    for _ in range(options.rounds):
        for name, (path, libraries) in sides.items():
            found[name].append(speed(model, path, libraries, options.seconds))
    for what in ("read", "written"):
        middle = {name: statistics.median(each[what] for each in runs) for name, runs in found.items()}
        print(
            f"{what:8} any {middle['any']:8.1f}  native {middle['native']:8.1f}  plain {middle['plain']:8.1f} tokens/s"
            f"   any/native {middle['any'] / middle['native']:.3f}  any/plain {middle['any'] / middle['plain']:.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
