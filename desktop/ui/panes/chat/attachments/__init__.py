"""Documents beside a message."""
