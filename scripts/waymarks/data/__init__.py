"""Data: what the site knows, for other systems: JSON with its schemas, CSV and JSON-LD below /data/v1/."""
