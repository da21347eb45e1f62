"""Reads.  The package `access` checks who may see or change a row, and no other code repeats its checks."""
