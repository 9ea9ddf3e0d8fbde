"""The models pane: what is on this machine, whether it fits, and how to get a better one."""
