"""Sizes of files and memory in words."""

from __future__ import annotations


def bytes_text(count: float) -> str:
    """`98 MB`, `2.5 GB`: decimal units, as disks and downloads are sold."""
    if count < 1_000_000_000:
        return f"{max(1, round(count / 1_000_000)):,} MB"
    return f"{count / 1_000_000_000:.1f} GB"
