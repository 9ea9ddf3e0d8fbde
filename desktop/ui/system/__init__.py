"""What the window asks of the system: keys, motion, one instance."""
