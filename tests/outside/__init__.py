"""Stand-ins on the loopback for systems outside: real servers that speak the real protocols, with faults on demand."""
