"""What the public may see, from when until when; and what the credit portal is sent."""
