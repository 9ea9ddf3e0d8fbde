"""The manual page and the shells' completions, made from the parsers of the command line."""
