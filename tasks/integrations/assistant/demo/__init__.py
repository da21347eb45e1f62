"""The Demo AI: answers from built-in playbooks, without a language model and without a network.

Deterministic: the same input gives the same events.  It writes the same prose and markers as Claude would, so that
everything behind the port is exercised by it too.
"""
