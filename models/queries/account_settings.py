"""The settings of the current account."""

from __future__ import annotations

from models.account import Account
from models.account_settings import AccountSettings
from models.core.unit_of_work import current, db_session


def account_settings() -> AccountSettings:
    return db_session().get_one(Account, current().account_id).effective_settings
