"""Tables of meetings, what a room said, votes by phone and perceptions."""
