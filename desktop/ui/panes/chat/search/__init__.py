"""Finding conversations, and words within one."""
