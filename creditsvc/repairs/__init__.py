"""Applications for early removal of an entry, from receipt to the decision of another person."""
