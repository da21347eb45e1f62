"""Reads.  `access` holds the accessors that check who may see or change what; nobody repeats those checks."""
