"""The chat pane: conversations in the column, the open one on the page, the composer below."""
