"""The two pages, row by row."""
