"""What the program does, without a window: plain Python that the window and the command line share."""
