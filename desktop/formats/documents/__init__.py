"""Documents that keep their form: read into units of text, written again with other text in the same places."""
