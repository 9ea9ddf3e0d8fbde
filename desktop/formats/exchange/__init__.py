"""Glossaries and translation memories in the formats that translators' programs share: CSV, TBX, TMX."""
