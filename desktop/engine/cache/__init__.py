"""The prefix cache: sequences of the key/value cache in memory, and their states on disk."""
