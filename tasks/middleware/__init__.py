"""What every job needs, as Dramatiq middleware."""
