"""What the service costs, measured as ratios against a bare Flask view of the same run.

`python -m bench` prints the table. Nothing here is a test: a machine's mood fails no build.
"""
