"""How sure the model was: shaded texts, alternatives, perplexity."""
