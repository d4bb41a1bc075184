"""A meeting around a screen: what a room enters, votes by phone that hold nobody, minutes; and the gap between what officials
believe and what residents say. Works on a local network, without internet. What may be told is worked out in `reasoning/`."""
