"""flask-sqlalchemy's `db`.  `web` binds it to the app, and Flask-Migrate reads its metadata."""

from __future__ import annotations

from flask_sqlalchemy import SQLAlchemy

from models.core.database.tables import Base

db = SQLAlchemy(model_class=Base, disable_autonaming=True)
