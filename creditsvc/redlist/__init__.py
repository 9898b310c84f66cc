"""The way onto an honour and off it: application, levels of review, public notice, grant, and loss."""
