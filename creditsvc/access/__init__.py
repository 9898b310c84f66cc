"""Who may ask and act: partners (OAuth clients) and people with roles. The only room that knows Authlib.

Scopes, purposes and roles are read from the database at each check; a token only says who is asking.
"""
