"""Files that belong to cases, kept whole under their SHA-256. Who may read one, the room that refers to it says."""
