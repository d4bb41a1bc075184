"""Who acts in the territory, what each sees of it, and whether it is still true. Contacts are apart and never leave by a file."""
