"""The library: what a senior engineer knows, as data.

Guides say how one kind of problem is found and fixed; signals say what a code or message means.  The data are YAML
files in `guides/` and `signals/`.  The built-in assistant, the look-up of codes, the read-only trees and the script
templates all read them from here.
"""

from models.library.guide import Cause, Check, Choice, Fix, Guide, Script
from models.library.loading import load_guides, load_signals
from models.library.signal import Signal

__all__ = ["Cause", "Check", "Choice", "Fix", "Guide", "Script", "Signal", "load_guides", "load_signals"]
