"""Who: enterprises, their identifiers and their names over time. Identifiers decide, names propose."""
