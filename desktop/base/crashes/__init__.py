"""Reports of crashes, kept on this machine: where it happened and on what system, nothing of anybody's text."""
