"""Bans from posts and trades (职业禁入、行业禁入、市场禁入): objects of their own, with ends of their own.

A ban outlasts the entry on a list that came of the same facts, and an entry the ban. A person is
barred by role in a case; only those of the case's authority learn who it is.
"""
