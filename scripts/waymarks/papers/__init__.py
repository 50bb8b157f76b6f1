"""Papers: booklets, posters and cards, made of the same statements."""
