"""Finding models: in folders at any depth, in what other programs keep, as parts, links and copies."""
