"""What is said of a model that isn't here, in words and round numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.base.i18n import translate, translator
from desktop.features.models.fetching.estimates import Estimate, Likely
from desktop.features.translate.segmentation.languages import LANGUAGES
from desktop.hub.catalogue import Task
from desktop.ui.text.number_format import bytes_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.hub.catalogue import CatalogueModel

_WORDS_PER_TOKEN = 0.75
_NAMED = 2  # languages told by name


def task_text(task: Task) -> str:
    """What a task is called on its chip."""
    return {
        Task.CHAT: translate("Catalogue", "Chat"),
        Task.TRANSLATION: translate("Catalogue", "Translation"),
        Task.PROSE: translate("Catalogue", "Prose"),
        Task.REASONING: translate("Catalogue", "Reasoning"),
        Task.EMBEDDING: translate("Catalogue", "Documents"),
        Task.RERANKER: translate("Catalogue", "Documents"),
        Task.VISION: translate("Catalogue", "Pictures"),
    }[task]


def size_text(model: CatalogueModel) -> str:
    """How much is fetched; told as about where nobody counted."""
    size = bytes_text(model.size)
    return size if model.exact else translate("Catalogue", "about {size}").format(size=size)


def fetch_text(size: int, speed: float) -> str:
    """How long it would take to fetch, as fast as it went before; "" where nothing was fetched yet."""
    if speed <= 0:
        return ""
    seconds = size / speed
    if seconds < 60:
        return translate("Catalogue", "less than a minute")
    if seconds < 90 * 60:
        return translate("Catalogue", "about {count} min").format(count=round(seconds / 60))
    return translate("Catalogue", "about {count} h").format(count=f"{seconds / 3600:.1f}")


def languages_text(languages: Sequence[str], many: int = 0) -> str:
    """`English, Chinese, 98 more`; "" where nobody says."""
    chinese = translator.language.startswith("zh")
    known = [LANGUAGES[code] for code in sorted(languages, key=_rank) if code in LANGUAGES]
    named = [each.chinese if chinese else each.english for each in known[:_NAMED]]
    rest = max(many, len(languages)) - len(named)
    if not named:
        return translate("Catalogue", "{count} languages").format(count=rest) if rest > 0 else ""
    more = [translate("Catalogue", "{count} more").format(count=rest)] if rest > 0 else []
    return translate("Catalogue", ", ").join([*named, *more])


def likely_text(found: Estimate) -> str:
    """Whether it would run, in a few words."""
    if found.likely is Likely.FITS:
        return translate("Catalogue", "Should fit")
    if found.likely is Likely.SHORTER:
        return translate("Catalogue", "Fits with {count} tokens").format(count=tokens_text(found.shorter))
    if found.likely is Likely.CLOSING:
        return translate("Catalogue", "Not now")
    return translate("Catalogue", "Too large")


def likely_note(found: Estimate) -> str:
    """What it needs of what there is."""
    if found.likely is Likely.CLOSING:
        told = translate("Catalogue", "needs {needed}; close other programs")
    else:
        told = translate("Catalogue", "takes {needed} of {free}")
    said = told.format(needed=bytes_text(found.needed), free=bytes_text(found.free))
    return "\n".join(line for line in (said, _card_text(found)) if line)


def _card_text(found: Estimate) -> str:
    """What the graphics card does of it; "" where none serves."""
    if found.on_card <= 0 or not found.runs:
        return ""
    if found.on_card >= 1:
        return translate("Catalogue", "all on the graphics card")
    return translate("Catalogue", "{percent} % on the graphics card").format(percent=max(1, round(found.on_card * 100)))


def likely_look(found: Estimate) -> tuple[str, str]:
    """The colour's token and the icon."""
    if found.likely is Likely.FITS:
        return "good", "check"
    return ("accent_text", "") if found.likely is Likely.SHORTER else ("wrong", "x")


def speed_text(tokens: float) -> str:
    """How fast it writes, roughly; "" where nobody can tell."""
    if tokens <= 0:
        return ""
    words = tokens * _WORDS_PER_TOKEN
    count = f"{words:.1f}" if words < 3 else f"{words:.0f}" if words < 100 else "100+"
    return translate("Catalogue", "{count} words a second").format(count=count)


def tokens_text(tokens: int) -> str:
    """A round number: 16,000 for 16,384."""
    return f"{tokens // 1000 * 1000:,}" if tokens >= 1000 else f"{tokens}"


def count_text(count: int) -> str:
    """How often something was fetched, as people read it."""
    if count >= 1_000_000:
        return translate("Catalogue", "{count} million").format(count=f"{count / 1e6:.1f}")
    return f"{count:,}"


def parameters_short(count: int) -> str:
    """`4B`, `0.8B`."""
    return f"{count / 1e9:.2g}B" if count < 10_000_000_000 else f"{count / 1e9:.0f}B"


def _rank(code: str) -> int:
    """English and Chinese first, that of the interface before the other."""
    first = ("zh", "en") if translator.language.startswith("zh") else ("en", "zh")
    return first.index(code) if code in first else len(first)
