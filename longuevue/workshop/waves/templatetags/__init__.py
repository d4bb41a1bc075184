"""What the templates of waves may call."""
