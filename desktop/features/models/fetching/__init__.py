"""Getting a model: where from, which file is good for this machine, and the queue of downloads."""
