"""From messages to tokens and from tokens to text: templates, prompts, reasoning, stop strings."""
