"""The parameters of a script: its templates, what they are filled with, and the shape of the answer."""
