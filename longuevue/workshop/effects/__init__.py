"""What the international changed here, for whom, according to whom, and how well that is attested. Never a cause, never one side."""
