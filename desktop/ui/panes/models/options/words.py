"""What roles are called, and how sentences follow each other."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.role_model import CHAT, PROSE, TRANSLATION


def role_word(role: str) -> str:
    """A role in a word."""
    words = {
        CHAT: translate("ModelOptions", "Chat"),
        PROSE: translate("ModelOptions", "Stories"),
        TRANSLATION: translate("ModelOptions", "Translation"),
    }
    return words[role]


def after_each_other(first: str, second: str) -> str:
    """Two sentences, one of which may be missing; Chinese has no space between them."""
    if not first or not second:
        return first or second
    return translate("ModelOptions", "{first} {second}").format(first=first, second=second)
