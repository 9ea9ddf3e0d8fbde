"""Stories without a window: what the model reads, writes, rewrites and proposes for a manuscript."""
