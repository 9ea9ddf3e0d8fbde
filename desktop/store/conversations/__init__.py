"""Conversations in the store: messages as trees, versions, folders and tags, drafts, assistants."""
