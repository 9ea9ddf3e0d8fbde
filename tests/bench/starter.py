"""What the starter is good for: its translations against references, and whether it answers what it is asked.

    python -m tests.bench.starter [--model NAME] [--pairs 40] [--json]

The texts: six long sentences of the Universal Declaration of Human Rights in the United Nations' own wording
(declaration/), and everyday sentences of the bench. Scores are chrF (Popović 2015), as sacrebleu computes it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from desktop.app import App, build
from desktop.base.paths import Paths
from desktop.features.generation.stop import Stop
from desktop.features.translate.evaluation.scores import against
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.features.translate.translation_service import Ended, JobOptions
from desktop.library.starters import STARTERS
from desktop.store.translation.records import SegmentStatus
from tests.bench.translation_pairs import pairs

_TEXTS = Path(__file__).parent / "declaration"


@dataclass(frozen=True)
class Scores:
    """chrF from 0 to 100 of the declaration and of the everyday sentences, and how many segments were doubted."""

    model: str
    en_zh: float
    zh_en: float
    everyday_en_zh: float
    everyday_zh_en: float
    doubtful: int


def installed() -> Path | None:
    """The best starter for people on this machine, in the person's own models folder; None where there is none."""
    folder = Paths.from_environment().models
    fetched = (starter for starter in STARTERS.values() if starter.repository)
    return next((folder / starter.file for starter in fetched if (folder / starter.file).is_file()), None)


def measure(model: Path, count: int) -> Scores:
    """Translate both ways, with `count` everyday sentences."""
    with tempfile.TemporaryDirectory() as home:
        app = build(Paths.under(Path(home)))
        try:
            app.translation_service.translation_model.choose(str(model))
            english, chinese = (
                (_TEXTS / f"{tag}.txt").read_text(encoding="utf-8").splitlines() for tag in ("en", "zh")
            )
            everyday = pairs(count)
            left, right = [pair[0] for pair in everyday], [pair[1] for pair in everyday]
            ways = ((english, chinese, "en", "zh"), (chinese, english, "zh", "en"))
            found = [_score(app, *way) for way in (*ways, (left, right, "en", "zh"), (right, left, "zh", "en"))]
        finally:
            app.close()
    first, second, third, fourth = (round(chrf, 1) for chrf, _ in found)
    return Scores(model.stem, first, second, third, fourth, sum(marked for _, marked in found))


def _score(app: App, sources: list[str], references: list[str], source: str, target: str) -> tuple[float, int]:
    service = app.translation_service
    job = service.open_text("\n".join(sources), JobOptions(target, source))
    assert next(event for event in service.run(job.id, Stop()) if isinstance(event, Ended)).job.complete
    segments = service.translations.segments(job.id)
    scores = against([segment.target for segment in segments], references, LANGUAGES[target])
    chrf = next(score.value for score in scores if score.name.startswith("chrF"))
    return chrf, sum(segment.status is SegmentStatus.DOUBTFUL for segment in segments)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="")
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    model = Path(arguments.model) if arguments.model else installed()
    if model is None:
        parser.exit(1, "There is no starter here yet: lamplight models get starter\n")
    scores = dataclasses.asdict(measure(model, arguments.pairs))
    print(json.dumps(scores) if arguments.json else "\n".join(f"{key}: {value}" for key, value in scores.items()))


if __name__ == "__main__":
    main()
