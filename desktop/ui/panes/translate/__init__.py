"""The translate pane: two pages, row by row."""
