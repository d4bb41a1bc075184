"""Coding: a book of codes by versions, two people who code the same texts without seeing each other, and what becomes of it."""
