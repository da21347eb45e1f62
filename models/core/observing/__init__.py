"""For operators: logs, error reports, and the request that caused a row, job or log line."""
