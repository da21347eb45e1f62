"""The domain: tables with their small transitions, operations that change them, queries that read them.

Knows no Flask (but for the declaration in `core/database.py`), calls nothing outside, never commits.
"""
