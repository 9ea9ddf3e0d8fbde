"""The outline of a story in the column."""
