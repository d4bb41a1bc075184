"""The closed lists of a testimony: what it is about, its questions, the uses that are consented to, how it may be quoted."""

from __future__ import annotations

from typing import Final

#: what brings somebody to tell (founding text, l. 1070-1117)
KINDS: Final = ("came", "returned", "seen_from_outside", "service_changed", "practice_adopted")
#: the six plain questions, one on each screen
QUESTIONS: Final = ("what", "when", "gained", "lost", "authority", "wish")
#: what one says to have learned oneself, asked beside « who was it good for »; the same list five years later
SKILLS: Final = ("language", "practical", "confidence", "other_ways", "network")
#: people who shared something before they were asked: a programme, a day, a return
COHORTS: Final = ("", "ambassadors", "exchange", "returners", "event")
EXPECTED: Final = ("yes", "no", "other")
#: uses, each consented to apart; nothing is ticked beforehand
PURPOSES: Final = ("take_part", "publish", "ask_again", "researchers", "sensitive")
#: those that may be taken back by themselves; taking part is the story itself
USES: Final = PURPOSES[1:]
QUOTES: Final = ("aggregate", "anonymous", "role", "name")
AGES: Final = ("", "under_15", "15_24", "25_39", "40_64", "65_more")
#: 1 what and take part, 2-7 the questions, 8 uses, 9 reading again
SCREENS: Final = 9
USES_SCREEN: Final = 8
LAST_SCREEN: Final = 9
#: a story is read again by its author, and its words may be this long
LONGEST: Final = 6_000
