"""Figures about an account's escalations, fixes and sessions, computed by the database.

Each query reads only the rows of its period, through an index, so that it costs the same in an account of ten years.
"""
