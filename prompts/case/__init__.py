"""The case of a session: its templates, what they are filled with, and the shape of the answer."""
