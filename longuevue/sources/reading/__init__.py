"""How bytes that came from outside become rows of text: encodings, CSV, spreadsheets, archives, numbers."""
