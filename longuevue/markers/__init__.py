"""What we ask of a territory: one YAML per marker, and the closed grammar of their formulas. Nothing is computed here."""
