"""Webhooks: who wants to be told of which changes, where, and what became of each message.

A subscription follows the feed by a cursor of its own. It is told one message at a time, in the order of
the feed; an act that writes a change it asked for leaves a job for it, and a worker sends until nothing
is left. Nothing is copied, so whoever was away for months goes on where it stopped.
"""
