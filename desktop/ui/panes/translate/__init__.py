"""The translate pane: two pages, row by row."""

from desktop.ui.panes.translate.pane import TranslatePane

__all__ = ["TranslatePane"]
