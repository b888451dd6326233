"""The later migrations of the ledger's tables; what each table is for stands in schema.py."""

SECOND = """
CREATE TABLE corrections (id INTEGER PRIMARY KEY, made TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles (id)
    ON DELETE CASCADE, as_read TEXT, details TEXT NOT NULL, undone TEXT) STRICT;
CREATE INDEX corrections_by_article ON corrections (article);
"""

THIRD = """
CREATE TABLE feeds (
    feed TEXT PRIMARY KEY,
    title TEXT,
    etag TEXT,
    modified TEXT,
    asked TEXT,
    due TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    problem TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_entries (
    feed TEXT NOT NULL REFERENCES feeds (feed) ON DELETE CASCADE,
    entry TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    tries INTEGER NOT NULL DEFAULT 0,
    listed TEXT NOT NULL,
    PRIMARY KEY (feed, entry)
) STRICT, WITHOUT ROWID;
"""

FOURTH = """
CREATE INDEX person_offers_by_other ON person_offers (other);
DROP INDEX speakers_by_name;
DROP INDEX persons_by_name;
"""
