"""Events, and how visible the international is: its place in the council's order, in the magazine, who comes to its places."""
