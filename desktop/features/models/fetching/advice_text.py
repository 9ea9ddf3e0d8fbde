"""Why a file is recommended, and what a model's size means, in words for people who know no format's name."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.features.models.fetching.advice import Reason
from desktop.hub.quantizations import Variant


def reason_text(reason: Reason) -> str:
    """Why this file."""
    return {
        Reason.ONLY: translate("Advice", "the only one here"),
        Reason.BALANCED: translate("Advice", "the usual balance: a third of the full size, hardly worse"),
        Reason.FINER: translate("Advice", "a small model loses more when it is made smaller, and this finer file fits"),
        Reason.SMALLER: translate("Advice", "the usual file doesn’t fit this machine; this one makes more mistakes"),
        Reason.SMALLEST: translate("Advice", "none fits this machine; this is the smallest"),
    }[reason]


def quality_text(variant: Variant) -> str:
    """How much is left of the model, in words; "" where the name doesn't tell."""
    bits = variant.bits
    if not bits:
        return ""
    if bits >= 16:
        return translate("Advice", "the full model; larger than it needs to be")
    if bits >= 8:
        return translate("Advice", "as good as the full model")
    if bits >= 5.5:
        return translate("Advice", "almost as good as the full model")
    if bits >= 4.2:
        return translate("Advice", "good; the usual choice")
    if bits >= 3.3:
        return translate("Advice", "makes more mistakes")
    return translate("Advice", "much is lost; only if nothing else fits")
