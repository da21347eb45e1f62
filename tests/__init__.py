"""The tests mirror the rooms; what a user or another component relies on is asserted through what must stay."""
