"""The feed: what changed in a published status, in commit order, with reason codes, without gaps."""
