"""The engine process: its loop, the scheduler of all requests, and what it does with each."""
