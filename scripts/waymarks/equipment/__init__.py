"""What a built page gets before it is served: its policy, its fingerprinted files, its compressed copies."""
