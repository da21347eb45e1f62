"""The rolling summary of a long session: its templates, what they are filled with, and the shape of the answer."""
