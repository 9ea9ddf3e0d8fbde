"""Markdown into blocks and spans, bounded against hostile text; formulas."""
