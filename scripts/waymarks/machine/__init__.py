"""The machine: its disk, processes and processors, and what it refuses. Nothing here knows of content."""
