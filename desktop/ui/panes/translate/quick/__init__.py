"""A small window that translates a text from elsewhere."""
