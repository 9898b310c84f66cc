"""Remedies against an entry, a record or an identity: objection, reconsideration, litigation; what follows in the same act."""
