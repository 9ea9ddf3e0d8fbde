"""Translation without a window: segments aligned one to one, checked, consistent, many in one batch."""
