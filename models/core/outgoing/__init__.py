"""What leaves after the commit: the outbox, the job broker, live events and the text of a running reply."""
