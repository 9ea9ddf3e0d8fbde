"""What the panes are called: in the rail before they are built, and wherever else one is named."""

from __future__ import annotations

from desktop.base.i18n import translate


def chat() -> str:
    return translate("Chat", "Chat")


def story() -> str:
    return translate("StoryPane", "Story")


def translation() -> str:
    return translate("TranslatePane", "Translate")


def models() -> str:
    return translate("ModelsPane", "Models")


def settings() -> str:
    return translate("SettingsPane", "Settings")
