"""The open conversation as a list of messages, of which only those in view are widgets."""
