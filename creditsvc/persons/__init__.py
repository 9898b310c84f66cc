"""Persons whom an instrument names in a case, by their role: sealed at rest, masked, every reading logged.

Never scored, never searched for, never published. What is on record of a person is a role in one
matter; name and document number are opened for one reader at a time, who says why beforehand.
"""
