"""The panes: each a folder with its view and its widgets."""
