"""The domain: tables with their small transitions, operations that change them, queries that read them.

Nothing here uses Flask (except the declaration in `core/database/flask_db.py`), calls an external system or commits.
"""
