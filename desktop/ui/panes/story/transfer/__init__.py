"""Stories out of the program and into it."""
