"""How a finding becomes lawful: opening, notice, reply, hearing, review, decision, service.

The decision is the only door to a list; `domain` draws the way to it.
"""
