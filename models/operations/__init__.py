"""What people do, one function an operation, in domain words.

An operation changes rows and asks for jobs and events as outbox rows.  It never commits and never calls out.
"""
