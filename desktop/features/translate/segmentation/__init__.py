"""Documents and texts as segments; languages and words."""
