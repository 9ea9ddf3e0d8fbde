"""Chat without its window: from a person's message to a kept reply, and what helps to write it."""
