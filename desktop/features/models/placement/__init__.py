"""Where a model runs: the devices of this machine and of others that were named, and how its layers are dealt out."""
