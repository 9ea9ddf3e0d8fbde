"""Conversations in and out: exports to read and to keep, imports from ourselves and from others."""
