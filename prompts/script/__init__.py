"""A reply of the script builder: its templates, what they are filled with, and the marker that it ends with."""
