"""Data: what the site knows, for other systems: JSON with its schemas, CSV and JSON-LD below /data/v1/."""

# Below the site. What every version of the data has in common is opened to programs on other sites.
FOLDER = "data/"
