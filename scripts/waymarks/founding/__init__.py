"""New sites, places and pages, also from a document."""
