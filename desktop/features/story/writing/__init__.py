"""How the model writes for a story: takes, presets, and what of an answer is story."""
