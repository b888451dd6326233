"""The ledger: articles, their statements and what hangs on them, in one SQLite file that any tool can open."""
