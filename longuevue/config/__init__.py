"""Where the pieces are plugged together: the observatory's settings, and the road from facts to an edition."""
