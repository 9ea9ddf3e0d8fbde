"""Prompt snippets: inserted by name, made, changed."""
