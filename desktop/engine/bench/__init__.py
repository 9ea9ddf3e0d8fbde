"""How fast the engine is, beside a raw loop of llama.cpp."""
