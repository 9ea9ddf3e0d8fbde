"""What can be wrong with a translation, and how sure the model is of it."""
