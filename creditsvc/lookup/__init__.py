"""The answer a partner gets: snapshot, batch, assessment page, and the log of every look-up."""
