"""Where people write: accounts, observatories, actors and what they see, moderation, and the press that hands approved
records to an edition. A publisher like any other: nothing here computes a figure."""
