"""Who stands behind a statement: the names of an article, whom each source means, and how that is known."""
