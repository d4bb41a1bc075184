"""Outlines of territories: read from the files at hand, brought to the codes of the year, dissolved, simplified, tiled.
What is drawn on them, and in which colours, is decided by those who read the edition."""
