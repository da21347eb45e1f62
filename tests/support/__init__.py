"""What several test packages share: accounts and their people, servers and processes of a test's own, waiting."""
