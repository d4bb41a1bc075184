"""What an observatory chose: its perimeter, its questions, its markers and when it registered them, its calendar."""
