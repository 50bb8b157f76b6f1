"""Index: the built pages become one search index per language, in chunks of which a search fetches a few."""

# Below the built site, with a folder for each language.
FOLDER = "assets/search/"
