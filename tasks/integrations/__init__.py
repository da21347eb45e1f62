"""The only code that calls external systems: one package per kind of system, each a small port with its adapters."""
