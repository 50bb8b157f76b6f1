"""The words of a page: what stands where in Markdown, how it reads, and how words are compared."""
