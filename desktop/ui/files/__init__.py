"""Files that a person opens with the program: as arguments, with "Open with", on the icon, from a second start."""
