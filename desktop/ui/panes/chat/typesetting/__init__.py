"""Markdown as text on the page: running text, code, tables, formulas."""
