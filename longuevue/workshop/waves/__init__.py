"""Waves: the same people asked again five years later, by private messages. What they tell is a story like any other."""
