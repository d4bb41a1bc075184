"""Yearly counts that only actors hold, typed by them: they leave as a file that a source reads, through the release gate."""
