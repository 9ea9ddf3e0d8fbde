"""Releases of Lamplight: the list of them, and whether it is genuine. Asked only when a person says so."""
