"""What a person looks at when something goes wrong: the log, and reports of crashes."""
