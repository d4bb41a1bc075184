"""What becomes public and what does not: proposals, decisions with their reasons, and a journal that nobody rewrites."""
