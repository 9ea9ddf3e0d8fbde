"""The chat pane: conversations in the column, the open one on the page, the composer below."""

from desktop.ui.panes.chat.pane import ChatPane

__all__ = ["ChatPane"]
