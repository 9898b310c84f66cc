"""Enterprise credit register for work safety and fire safety; DESIGN in docs/."""
