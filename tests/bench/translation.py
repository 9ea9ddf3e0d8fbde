"""A document of many segments through the desk, against one `create_completion` per segment.

    python -m tests.bench.translation [--segments 200] [--parts 4] [--threads 2] [--json]

The same model, prompts, greedy sampling, stop and token limits, on the same number of threads; both sides have their
model loaded and warm, and take turns part by part, so that a busy machine slows both. (It doesn't slow both alike:
llama.cpp's threads wait for each other at every layer, far more often in one call after another. Measure on a quiet
machine, or with one thread.) The desk's side is all of it: checks, retries, and every result committed to the store.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop.app import build
from desktop.base.paths import Paths
from desktop.base.settings import THREADS
from desktop.features.generation.stop import Stop
from desktop.features.translate.evaluation.scores import against
from desktop.features.translate.model.postprocess import finish
from desktop.features.translate.model.prompts import Family, Task
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.features.translate.translation_service import Ended, JobOptions, TranslationService
from tests.bench.translation_pairs import pairs


@dataclass(frozen=True)
class Outcome:
    """Seconds and chrF of both sides; `speedup` is the ratio of all seconds, `part_speedups` those of each part."""

    segments: int
    completion_seconds: float
    service_seconds: float
    speedup: float
    part_speedups: tuple[float, ...]
    completion_chrf: float
    service_chrf: float
    marked: int
    attempts: float


def measure(count: int, parts: int, home: Path, threads: int = 0) -> Outcome:
    """Run both sides; 0 threads are as many as the engine chooses."""
    app = build(Paths.under(home))
    app.settings.override(THREADS, threads)
    try:
        translation_service = app.translation_service
        model = translation_service.translation_model.choose("gemma-3-270m-q4_k_m")
        loaded = translation_service.translation_model.engine()
        _translate(translation_service, ["The lamp is on the table."])
        used = loaded.state.loaded.threads if loaded.state.loaded else 2
        completions = _Completions(model.path, translation_service.translation_model.family, used)
        completions.translate(["The lamp is on the table."])
        return _alternate(translation_service, completions, pairs(count), parts)
    finally:
        app.close()


def _alternate(
    translation_service: TranslationService, completions: _Completions, sentences: list[tuple[str, str]], parts: int
) -> Outcome:
    size = -(-len(sentences) // parts)
    seconds: dict[str, list[float]] = {"desk": [], "completion": []}
    texts: dict[str, list[str]] = {"desk": [], "completion": []}
    sides = {"desk": lambda row: _translate(translation_service, row), "completion": completions.translate}
    for part in range(parts):
        row = [source for source, _ in sentences[part * size : (part + 1) * size]]
        for name in ("desk", "completion") if part % 2 else ("completion", "desk"):
            began = time.perf_counter()
            texts[name] += sides[name](row)
            seconds[name].append(time.perf_counter() - began)
    references = [target for _, target in sentences]
    chrf = {name: against(found, references, LANGUAGES["zh"])[1].value for name, found in texts.items()}
    segments = [
        item
        for job in translation_service.translations.jobs()
        for item in translation_service.translations.segments(job.id)
    ]
    return Outcome(
        len(sentences),
        round(sum(seconds["completion"]), 2),
        round(sum(seconds["desk"]), 2),
        round(sum(seconds["completion"]) / sum(seconds["desk"]), 3),
        tuple(round(one / other, 3) for one, other in zip(seconds["completion"], seconds["desk"], strict=True)),
        chrf["completion"],
        chrf["desk"],
        sum(bool(item.problems) for item in segments),
        round(statistics.mean(item.attempts for item in segments), 3),
    )


def _translate(translation_service: TranslationService, sources: Sequence[str]) -> list[str]:
    """The sentences as a document of as many paragraphs."""
    job = translation_service.open_text("\n".join(sources), JobOptions("zh", source="en"))
    ended = [event for event in translation_service.run(job.id, Stop()) if isinstance(event, Ended)]
    assert ended[0].job.complete, ended[0].error
    return [segment.target for segment in translation_service.translations.segments(job.id)]


class _Completions:
    """llama-cpp-python as one would use it: one instance, one call for each sentence; it keeps the common prefix."""

    def __init__(self, model: Path, family: Family, threads: int) -> None:
        import llama_cpp

        self._family = family
        self._llama: Any = llama_cpp.Llama(
            str(model), n_ctx=2048, n_threads=threads, n_threads_batch=threads, verbose=False
        )

    def translate(self, sources: Sequence[str]) -> list[str]:
        return [self._one(source) for source in sources]

    def _one(self, source: str) -> str:
        request = self._family.request(Task(source, LANGUAGES["en"], LANGUAGES["zh"]))
        answer = self._llama.create_completion(
            request.prompt, max_tokens=request.max_tokens, temperature=0.0, stop=list(request.stop)
        )
        return finish(self._family.read(answer["choices"][0]["text"], source), LANGUAGES["zh"], source=source)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=200)
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asdict(measure(arguments.segments, arguments.parts, Path(folder), arguments.threads))
    print(json.dumps(found, indent=2) if arguments.json else "\n".join(f"{name}: {found[name]}" for name in found))


if __name__ == "__main__":
    main()
