"""The only way out of the workshop: approved records, written as a file that the next edition takes in."""
