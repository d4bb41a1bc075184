"""What the workshop works out, without Django: likeness of two entries, invitations, coverage, sums. Nothing is stored here."""
