"""Papers the authority writes, from templates that are data, in DOCX and PDF. Decides nothing, keeps nothing itself."""
