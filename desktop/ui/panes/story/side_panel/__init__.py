"""The panel beside the manuscript: memory, takes, style, history."""
