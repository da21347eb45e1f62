"""Examines files that people upload: their type, whether they are safe, and what is made of them.

`examining` is what callers use; it runs `child` in a process of its own, and `child` uses `images`, `texts` and
`extracts`.  Nothing is imported here, so that the child starts quickly.  docs/adr/0042
"""
