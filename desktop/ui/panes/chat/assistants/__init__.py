"""Assistants: chosen, made, changed."""
