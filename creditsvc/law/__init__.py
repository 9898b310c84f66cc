"""The law room: rulebooks as data, read, checked, compiled, evaluated and explained.

Pure: no clock, no database, no other room. Every period, threshold, list and kind of event stands in
the rulebook; this code knows only the vocabulary the rulebook is written in.
"""
