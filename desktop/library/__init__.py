"""Models on disk: what a GGUF file says of itself, where models are found, and whether one fits the memory."""
