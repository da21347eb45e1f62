"""`make bench`: FlowPilot against real peers in the same run, as ratios.  Not part of the test suite."""
