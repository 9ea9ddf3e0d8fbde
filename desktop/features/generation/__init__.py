"""What chat, story and translation share about a generation under way."""
