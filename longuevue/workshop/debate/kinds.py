"""The closed lists of a room. Their words are in `words/debate.yaml`."""

from __future__ import annotations

from typing import Final

#: what a room may be opened from
FIGURE, EFFECT = "figure", "effect"
#: what a post may be; `answer` is the authority's
KINDS: Final = ("fact", "argument", "contested", "question", "option", "request")
ANSWER: Final = "answer"
#: posts that wait for an answer of the authority
ANSWERED: Final = ("question", "request")
#: posts that people say whether they agree with
VOTED: Final = ("argument", "option")
#: who raises a stake, and who writes
ORIGINS: Final = ("residents", "association", "union", "party", "firm", "officials", "services", "partner")
#: what the authority may do of an option
WAYS: Final = ("regulate", "drive", "observe")
ANSWERS: Final = {"agree": 1, "disagree": -1, "pass": 0}
LONGEST: Final = 800
MOST_SIDES: Final = 5
