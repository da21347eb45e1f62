"""Everything slow and every call to an external system: actors, runner, relay, schedule, integrations."""
