"""Models that aren't here: what is recommended for this machine, and what a search of a hub finds."""
