"""llama.cpp in a process of its own, and the one client that talks to it."""
