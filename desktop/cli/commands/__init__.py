"""One module for each command: `declare` adds its arguments to its parser, `run` does it and returns the status."""
