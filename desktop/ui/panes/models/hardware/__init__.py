"""What the engine computes on: devices, what was tried, a test of a few seconds, how to use a graphics card."""
