"""What models are for: each role has one, and several roles may share it."""

from __future__ import annotations

from enum import StrEnum

from desktop.base.settings import MODEL, PROSE_MODEL, TRANSLATE_MODEL, Setting


class Role(StrEnum):
    """What a model is loaded for."""

    CHAT = "chat"
    PROSE = "prose"
    TRANSLATION = "translation"


SETTINGS: dict[Role, Setting] = {
    Role.CHAT: MODEL,
    Role.PROSE: PROSE_MODEL,
    Role.TRANSLATION: TRANSLATE_MODEL,
}
