"""Text in the window: words that follow the language, dates, numbers, punctuation."""
