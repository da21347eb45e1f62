"""What every part of the domain stands on: database, unit of work, tenancy, outbox, errors, clock, ids."""
