"""Stories in the store: projects, outlines, texts with their history, takes, the story bible."""
