"""The ledger of what people took back: random ids and days, never a word. Whatever is restored is made to obey it."""
