"""Full-text search over conversations and the documents sent with them."""
