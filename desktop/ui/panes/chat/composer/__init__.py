"""Where one writes a message, and what the model will read with it."""
