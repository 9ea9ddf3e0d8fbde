"""Fetching files whole and right: by ranges, resumed after any end, checked as they arrive."""
