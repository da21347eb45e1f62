"""What all domain code builds on.

The unit of work connects `database` and `outgoing`; errors, clock, ids, paging and others use neither.
"""
