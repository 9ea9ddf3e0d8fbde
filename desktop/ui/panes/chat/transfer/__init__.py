"""Conversations out of the program and into it."""
