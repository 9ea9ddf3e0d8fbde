"""What the model reads for a story: the story bible, summaries and text, counted before it is sent."""
