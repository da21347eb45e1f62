"""What people can do in FlowPilot: each operation is one function.

An operation changes rows, and requests jobs and events as outbox rows.  It never commits and never calls another
system.
"""
