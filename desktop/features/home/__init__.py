"""Where a person's things live: which disk has room, what lies where, moving it, and removing all of it."""
