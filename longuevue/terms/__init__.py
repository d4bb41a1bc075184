"""Shared words: what people, publishers and rooms of the house mean by the same term. No computation lives here."""
