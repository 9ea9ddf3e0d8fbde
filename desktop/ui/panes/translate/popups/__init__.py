"""What opens over the pages: languages, choices, glossary, instructions."""
