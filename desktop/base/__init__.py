"""What every layer stands on: paths, settings, errors, translation and the log. Imports nothing of ours."""
