"""What is generated of the handbook: the lists of keys and of commands, and the pictures."""
