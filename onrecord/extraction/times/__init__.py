"""Time expressions are found in the text, and resolved to days by the publication date."""
