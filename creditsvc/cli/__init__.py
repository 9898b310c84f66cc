"""The `creditsvc` program: thin commands over the rooms."""
