"""The set-up: system libraries, uv, the locked environment and the starter models, each found out by looking."""
