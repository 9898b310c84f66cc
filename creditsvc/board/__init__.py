"""The clock board: what waits for whom, until when, by which article; and reminders of it.

Reads the rooms that have clocks and decides nothing. Every row is counted when it is asked for, so
the board is right although no job ever ran, and a calendar announced later moves what was provisional.
"""
