"""Folders: where the site's own files stand below it, so that no page can."""

DATA = "data/"  # what every version of the data has in common, opened to programs on other sites
EDITOR = "redaktion"  # where texts are changed in a browser, if anywhere
FEEDS = "feeds/"
LETTER = "bogstav/"  # below the page of the search, where each letter of the index has a page of its own
PAPERS = "tryk/"
PLACES = f"{DATA}v1/places/"  # of the data, what is of one municipality
