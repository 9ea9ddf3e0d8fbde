"""The manuscript: an editor for one scene."""
