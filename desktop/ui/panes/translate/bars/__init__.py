"""The lines around the pages."""
