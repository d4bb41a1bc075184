"""The release gate (methodology §3): what must be withheld, what must be withheld with it, and the proof of both.

Nothing here knows a theme, a page or a file format; reading published artefacts back is `published.py`'s work alone.
"""
