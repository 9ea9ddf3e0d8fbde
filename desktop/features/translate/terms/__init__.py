"""Glossaries and the translation memory."""
