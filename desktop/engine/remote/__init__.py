"""The same door as the engine's client, to a server on another machine that speaks OpenAI's way over HTTP."""
