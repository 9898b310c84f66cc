"""What happened: safety events as reported, corrected and never edited, and the files they come in.

An event belongs to the pair (source, source_ref). A fact that nobody stated is unknown, never zero.
What the law makes of events is decided above this room.
"""
