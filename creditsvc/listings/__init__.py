"""Entries on lists: in force from their decision to their last day, ended early for a named reason; suspended; marks."""
