"""The text for a session's client: its templates, what they are filled with, and the shape of the answer."""
