"""The only door to the engine: its process, the calls under way, what it is doing."""
