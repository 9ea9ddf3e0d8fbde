"""How good a translation is against a reference, by sacrebleu, with the signatures that make the numbers comparable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base.errors import Code, DocumentError
from desktop.features.translate.segmentation.languages import Language
from desktop.formats.markdown.inline import plain


@dataclass(frozen=True)
class Score:
    """One metric's value (0 to 100; TER may pass 100, less is better) and sacrebleu's signature of how it was made."""

    name: str
    value: float
    signature: str


def against(hypotheses: Sequence[str], references: Sequence[str], language: Language) -> list[Score]:
    """BLEU, chrF and TER of a whole text. BLEU counts characters of Chinese: by words separated by spaces it is 0.

    Raises DocumentError(REFERENCE_MISMATCH) when the numbers of segments differ.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    if len(hypotheses) != len(references):
        raise DocumentError(Code.REFERENCE_MISMATCH, value=len(references), known=len(hypotheses))
    if not hypotheses:
        return []
    ours = [plain(text) for text in hypotheses]
    theirs = [[plain(text) for text in references]]
    east_asian = not language.spaced
    tokenizer = "zh" if language.is_chinese else "char" if east_asian else "13a"
    metrics = [BLEU(tokenize=tokenizer), CHRF(), TER(asian_support=east_asian, normalized=east_asian)]
    scores = [(metric, metric.corpus_score(ours, theirs)) for metric in metrics]
    return [Score(found.name, round(found.score, 2), str(metric.get_signature())) for metric, found in scores]


def sentence_chrf(hypothesis: str, reference: str) -> float:
    """chrF of one sentence, 0 to 100."""
    from sacrebleu.metrics.chrf import CHRF

    value: float = CHRF().sentence_score(plain(hypothesis), [plain(reference)]).score
    return round(value, 2)
