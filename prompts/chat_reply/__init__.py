"""The chat reply: its templates, what they are filled with, and what the answer may contain."""
