"""Where a person's things are, all of them removed, and new versions of the program."""
