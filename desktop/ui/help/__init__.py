"""The help: the handbook in a window of its own, searched, and opened at the page of where one is."""
