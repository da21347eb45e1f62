"""Notify people about escalations.  `fan_out` decides who, and by which channel; each channel is a module."""
