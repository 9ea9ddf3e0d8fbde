"""What letters, words and numbers in a text are."""
