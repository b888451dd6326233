"""The reading room: a ledger as local web pages, and the same pages as JSON."""
