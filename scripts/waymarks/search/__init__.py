"""Index: the built pages become one search index per language, in chunks of which a search fetches a few."""

FOLDER = "assets/search/"
