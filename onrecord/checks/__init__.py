"""What an editor would ask of an article: an Article and its Statements become Checks."""
