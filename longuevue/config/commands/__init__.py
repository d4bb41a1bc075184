"""The commands, by what they do: `make` writes, `ask` reads an edition, `check` verifies. No computation lives here."""
