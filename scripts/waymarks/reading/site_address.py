"""The form of a site's address. Commands ask for it before anything is installed."""

WEB = r"https?://[^\s/?#\"<>\\]+"
# Servers, programs and people write other signs of a path in different ways, and a server's own file has a use for some.
SITE = rf"{WEB}(?:/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+)*/?"
