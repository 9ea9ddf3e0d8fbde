"""What crosses the pipe between the window and the engine process: requests, events, their bounds, as JSON."""
