"""Reading and writing documents: Markdown into blocks."""
