"""The news: what has changed, as a page, as a page's own history and as feeds."""
