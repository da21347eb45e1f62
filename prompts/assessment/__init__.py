"""The assessment of an escalated session: its templates, what they are filled with, and the shape of the answer."""
