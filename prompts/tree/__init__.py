"""A decision tree from a description or a solved session: its templates, what they are filled with, the answer."""
