"""What editors write besides text: front matter, lists and mkdocs.yml become values, or problems with their line."""
