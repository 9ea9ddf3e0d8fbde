"""The settings pane: a page per section, made from the declarations."""

from desktop.ui.panes.settings.pane import SettingsPane

__all__ = ["SettingsPane"]
