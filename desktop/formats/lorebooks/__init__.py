"""Lorebooks of other programs: what they call world info or lorebook is our story bible."""
