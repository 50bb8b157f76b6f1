"""Documents: a place's own document, in any of five formats, becomes passages: headings, points and paragraphs in order."""
