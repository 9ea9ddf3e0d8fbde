"""What the model writes into the manuscript: proposals, suggestions, takes."""
