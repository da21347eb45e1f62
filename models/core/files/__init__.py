"""Files of the account that are too large for the database: a port (`store`) with a folder and an S3 adapter.

The store is ours, like PostgreSQL and Redis, so web and tasks use it directly; every call ends within its deadline.
Keys grant nothing.  Who may read a file is decided by its row in the database.  docs/adr/0042
"""

from models.core.files.choice import open_store
from models.core.files.store import FileMissing, FileStore, StoreUnavailable

__all__ = ["FileMissing", "FileStore", "StoreUnavailable", "open_store"]
