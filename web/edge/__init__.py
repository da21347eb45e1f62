"""What every request goes through: transaction, login, role, CSRF check, billing gate, input parser, error handler."""
