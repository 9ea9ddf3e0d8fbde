"""The story desk without its window: what the model reads, writes, rewrites and proposes for a manuscript."""
