"""The public pages: lists in force now, for anyone, with no person's name.

Nothing is written here.
"""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
