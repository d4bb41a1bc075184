"""What was asked of whoever holds data, what was answered, and on which day: a closed source becomes visible as closed."""
