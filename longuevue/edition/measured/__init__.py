"""What is computed when an edition is read, from its published readings alone: precision, links that
stand out, diversity inside and between, zonings, trend, scale. Formulas are in `engine` and `diagnosis`; only rows are
found here, and nothing that was withheld comes back."""
