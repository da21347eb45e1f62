"""Give up root for good, then exec the command in the arguments (its path first).  Only `unprivileged` runs it."""

import os
import sys

NOBODY = 65534

if __name__ == "__main__":
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.execv(sys.argv[1], sys.argv[1:])
