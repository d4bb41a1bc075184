"""Is a diagnostic taken up: citations, figures used again, paraphrase; and how each theme lives in debate.
Nothing here judges a person: it follows texts.
"""
