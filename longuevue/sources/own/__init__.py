"""A person's own spreadsheet: templates to fill, columns recognised, doubtful cities asked, errors one can act upon."""
