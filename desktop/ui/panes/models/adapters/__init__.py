"""The adapters of a model: its shelf with a slider for each, and the same prompt with and without them."""
