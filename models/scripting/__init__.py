"""What FlowPilot knows about scripts as text: their languages, parameters, values, syntax and dangers.

Everything here computes text from text.  It knows no account and no table, and runs nothing.
"""
