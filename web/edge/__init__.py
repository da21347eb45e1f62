"""What every request passes: transaction, login, role, CSRF, billing gate, strict input, the one error handler."""
