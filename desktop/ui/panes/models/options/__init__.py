"""How one model is loaded, what is in memory, and which model is for what."""
