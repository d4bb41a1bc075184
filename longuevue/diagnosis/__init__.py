"""What the figures tell of a place: portrait, blind spots, questions to ask. Pure functions over readings; no file is read."""
