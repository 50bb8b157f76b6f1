"""The core of Pejlemærker: read, check, relate, index, verify, publish. Values in, values out."""
