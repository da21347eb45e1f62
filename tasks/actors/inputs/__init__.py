"""The assistant's inputs, read from the database: one module per task, and `sessions` for what the tasks share."""
