"""The documentation: pages for people, the reference made from code, and what keeps both true."""
