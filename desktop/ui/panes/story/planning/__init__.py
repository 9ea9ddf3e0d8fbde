"""From an idea to a plan, and summaries of what is written."""
