"""What every app of the workshop shares: the door in front of each view, the page's frame, words, keys. No model of its own."""
