"""The only door to the outside world: each kind of system is a small port with its adapters."""
