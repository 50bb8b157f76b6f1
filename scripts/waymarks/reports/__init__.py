"""Reports: what the editors look over from time to time. Each module makes one, of the content as it is."""
