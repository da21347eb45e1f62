"""PostgreSQL: engine, connection, tenancy, tables and the rows that a transaction adds."""
