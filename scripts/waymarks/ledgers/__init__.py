"""Ledgers: committed lists that the checks and the build compare with, and the commit itself."""
