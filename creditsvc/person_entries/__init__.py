"""Persons on a list by themselves, where a rule is about a person alone: noticed, heard, decided by another, served.

Masked everywhere, never searched for, scored, published or told to partners; the entry says nothing of the enterprise.
"""
