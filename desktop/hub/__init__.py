"""Models from the network: what the hubs hold, and fetching a file whole and right; only when a person asks."""
