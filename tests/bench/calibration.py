"""Where "unsure" begins: the mean log-probability of a segment against how good its translation turned out.

    python -m tests.bench.calibration [--segments 200] [--model NAME]

Translates the bench's sentences in both directions without retries' help, scores each against its reference (chrF),
and finds the mean log-probability that best tells the worst fifth from the rest (Youden's J: the share of bad ones
below it, less the share of good ones below it).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from desktop.app import build
from desktop.base.paths import Paths
from desktop.features.generation.stop import Stop
from desktop.features.translate.evaluation.scores import sentence_chrf
from desktop.features.translate.translation_service import Ended, JobOptions, TranslationService
from tests.bench.translation_pairs import pairs

_BAD = 0.2  # the worst fifth
Point = tuple[float, float]  # mean log-probability, chrF


def points(
    translation_service: TranslationService, sources: Sequence[str], references: Sequence[str], job_options: JobOptions
) -> list[Point]:
    """One for each segment that the model translated."""
    job = translation_service.open_text("\n".join(sources), job_options)
    assert next(event for event in translation_service.run(job.id, Stop()) if isinstance(event, Ended)).job.complete
    segments = translation_service.translations.segments(job.id)
    assert len(segments) == len(references)
    return [
        (segment.logprob, sentence_chrf(segment.target, reference))
        for segment, reference in zip(segments, references, strict=True)
        if segment.logprob is not None
    ]


def threshold(found: Sequence[Point]) -> dict[str, float]:
    """The best cut, its J, the area under the curve, and what a cut at the lowest twentieth would be."""
    ordered = sorted(found)
    limit = sorted(chrf for _, chrf in found)[int(len(found) * _BAD)]
    bad = [logprob for logprob, chrf in found if chrf < limit]
    good = [logprob for logprob, chrf in found if chrf >= limit]

    def gain(cut: float) -> float:
        return sum(value < cut for value in bad) / len(bad) - sum(value < cut for value in good) / len(good)

    best = max((logprob for logprob, _ in ordered), key=gain)
    area = sum((one < other) + 0.5 * (one == other) for one in bad for other in good) / (len(bad) * len(good))
    return {
        "segments": len(found),
        "bad_below_chrf": round(limit, 1),
        "best_cut": round(best, 2),
        "j": round(gain(best), 3),
        "area": round(area, 3),
        "lowest_20th": round(ordered[len(ordered) // 20][0], 2),
        "lowest_100th": round(ordered[len(ordered) // 100][0], 2),
        "median": round(ordered[len(ordered) // 2][0], 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=200)
    parser.add_argument("--model", default="gemma-3-270m-q4_k_m")
    arguments = parser.parse_args()
    english, chinese = zip(*pairs(arguments.segments), strict=True)
    with tempfile.TemporaryDirectory() as folder:
        app = build(Paths.under(Path(folder)))
        try:
            app.translation_service.translation_model.choose(arguments.model)
            ways = {
                "en-zh": points(app.translation_service, english, chinese, JobOptions("zh", source="en")),
                "zh-en": points(app.translation_service, chinese, english, JobOptions("en", source="zh")),
            }
        finally:
            app.close()
    print(json.dumps({way: threshold(found) for way, found in ways.items()} | {"points": ways}, indent=1))


if __name__ == "__main__":
    main()
