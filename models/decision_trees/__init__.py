"""What FlowPilot knows about decision trees as graphs: their nodes and limits, their faults, and those of the guides.

Everything here computes data from data.  It knows no account and no table.
"""
