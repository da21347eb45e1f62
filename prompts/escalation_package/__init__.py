"""The text of an escalation package: its templates, what they are filled with, and the shape of the answer."""
