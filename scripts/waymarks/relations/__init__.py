"""What follows for a page from all others: its twin, its place in the tree, its addresses, its steps."""
