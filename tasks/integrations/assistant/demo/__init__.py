"""The Demo AI: answers from built-in playbooks, without a language model and without a network.

It is deterministic: the same input gives the same events.  It writes prose and markers in the form that Claude uses, so
that the same code handles both.
"""
