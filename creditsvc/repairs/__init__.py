"""Repair: early removal of entries, repair and shielding of records, and the notices that tell of it."""
