"""Everything slow and everything outside: actors, relay, schedule, integrations."""
