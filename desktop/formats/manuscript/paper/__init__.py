"""A manuscript as PDF: its lines, its fonts."""
