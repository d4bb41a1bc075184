"""The chapters of the diagnostic, one module each, in the founding text's order. How they are drawn is not known here."""
