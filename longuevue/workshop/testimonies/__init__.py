"""Testimonies: what people tell without an account, under their own key, with consent for each use, and may take back at any time."""
