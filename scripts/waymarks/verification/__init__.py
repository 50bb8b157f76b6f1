"""What is looked for in the built folder."""
