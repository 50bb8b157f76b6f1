"""The live preview: the site as it would be published now, made page by page as a browser asks, and what is wrong with it."""
