"""flask-sqlalchemy's `db`, and nothing else: `web` binds it to the app, Flask-Migrate reads its metadata."""

from __future__ import annotations

from flask_sqlalchemy import SQLAlchemy

from models.core.tables import Base

db = SQLAlchemy(model_class=Base, disable_autonaming=True)
