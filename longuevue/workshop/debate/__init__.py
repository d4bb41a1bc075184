"""Debate rooms: opened from a figure or an effect, filled with moderated posts, voted in without a trace of who, told in a record
of two pages. How posts are chosen, counted and grouped is in `reasoning/`."""
