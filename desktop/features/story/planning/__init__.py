"""Synopsis, outline and summaries, proposed by the model."""
