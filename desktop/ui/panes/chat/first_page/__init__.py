"""What stands on the page before there is a first message."""
