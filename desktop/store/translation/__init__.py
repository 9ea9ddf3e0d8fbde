"""Translation jobs, glossaries and the translation memory in the store."""
