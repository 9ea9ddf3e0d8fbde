"""LoRA adapters and control vectors: a shelf for each model, and finding what belongs on it."""
