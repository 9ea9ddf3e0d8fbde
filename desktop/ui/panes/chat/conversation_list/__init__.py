"""The column of the chat pane: conversations and folders, in order."""
