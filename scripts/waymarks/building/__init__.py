"""How a build is shared among processes and machines, and what it keeps for the next one."""
