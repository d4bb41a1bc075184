"""Files that people bring, read into documents made of units: sentences, list items, titles, rows.
Whether a unit is international is said by `judge`.
"""
