"""From a segment to its translation: prompts, attempts, many segments at once."""
