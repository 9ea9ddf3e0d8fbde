"""Models on other machines: looking at a server by its address, taking models of it, and what each of them can do."""
