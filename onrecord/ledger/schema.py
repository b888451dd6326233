"""The tables of a ledger, as numbered migrations; what each table is for stands here and nowhere else.

A ledger is one SQLite file. `PRAGMA application_id` says that it is a ledger, `PRAGMA user_version` says how many of
the migrations below it has been through. All of them together run in one transaction, so a ledger is of one version
or of another and never between. The floor is SQLite 3.40 (Debian 12): no `jsonb`, no `contentless_delete`.

What was read, never changed after it is stored:

    articles          one row for each version of each article. `address` is where it was published: its url, or else
                      its path. Versions at one address share `document` (the id of the first of them) and count up
                      `version`; `latest` is 1 for the newest alone. `identity` is the digest of the text and of all
                      that is known of it: the same identity, the same article. `copy_of` is the article whose
                      near-identical copy this one is (itself when it is the first of its kind).
    texts             the text and the blocks of an article, apart from its facts, so that a list of articles reads
                      no texts.
    copy_bands        for the first article of each group of copies: ten numbers, any of which a copy is likely to
                      share (MinHash, onrecord/ledger/copies.py).
    statements        one row a statement: the words themselves, the offsets as JSON, every field with its type.
                      `day` is the day by which it had surely been said: the last of its interval or the day of
                      publication, whichever is earlier. `place` is that day and the id in one number
                      (`days since 0001-01-01 << 31 | id`): in its order, statements stand by date. `digest` is that of
                      the content's bare words: the same words, the same number. `superseded` is the statement with
                      the same words in a newer version of the article; NULL for what is to be found.
    speakers          whom the sources of one article stand for: a row for each name in each article.
                      `statements.speaker_id` leads here, and `person` to whom they are across articles.

For searching, kept in step with the above in the same transaction:

    statement_words   FTS5 over the statements that are not superseded, rowid = `place`, so that a match can be walked
                      in the order of dates. Its columns hold no text of their own (external content: `searchable`).
                      `speaker` has the words of the source where no speaker is known. `facets` has a word each for
                      form, kind and sourcing, so that a filter is one more word of the query.
    article_words     FTS5 over the headline and the text of articles, rowid = `articles.id`.

Worked out, by the functions that `onrecord/ledger/hooks.py` calls in the transaction of each `add` and `remove`:

    wordings          every run of words that families are made of, once, as bare words, and whether it was ever in
                      quotation marks; `quotations` says which statements have it. `digest` is without case.
    shingles          from the hash of a sequence of words to the wordings with it: what finds a family in the number
                      of its members and not in that of all. `fresh_shingles` holds the latest; they are moved over by
                      the ten thousand in the order of hashes, since one by one each would rewrite a page.
    families          the same words in several places: first report, fullest wording, any in quotation marks, sizes.
    family_members    which wordings a family has, and the words of them, `first` to `last`, that it has in common with
                      another; a wording that joins two quotations is in two families. Words 0 to 0 are a wording
                      that is in a family by being repeated alone.
    persons           speakers joined across articles.
    person_keys       from a key that namesakes share (a surname, the letters of an abbreviation) to persons.
    person_names      what a person is called, and in how many articles.
    person_company    the words and names that a person keeps company with, by which namesakes are told apart.
    person_offers     doubtful joins, left undone and offered.
    person_decisions  what a person decided (join, split, rename), in order; undone ones are kept and marked.
    corrections       what a person corrected of an article's statements (`corrected.py`), the first with those as read.

About the ledger itself:

    unread            inputs that could not be read: which, why, how often tried.
    feeds             the feeds that are followed: what to send when asking again, when, and how often it failed.
    feed_entries      their entries: whether the article is stored, how often it was tried, when it was last listed.
    meta              names and values: when the ledger was made, and the next numbers of articles, speakers and
                      statements.

Views with plain names for any tool that reads SQLite: `who_said_what` (a row a statement, with its article),
`outlets` (how much of each), `unread_inputs`.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from onrecord.ledger.steps import FOURTH, SECOND, THIRD

APPLICATION_ID = 0x4F6E5265
"""The letters OnRe; what `file` and SQLite show of a ledger."""

PLACE_BITS = 31
"""Bits of a statement's place that its id takes: two thousand million statements, and a place stays below 2**53, the
largest whole number that JavaScript and spreadsheets hold."""

_FIRST = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value ANY
) STRICT, WITHOUT ROWID;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    identity BLOB NOT NULL UNIQUE,
    text_id TEXT NOT NULL,
    document INTEGER NOT NULL,
    version INTEGER NOT NULL,
    latest INTEGER NOT NULL CHECK (latest IN (0, 1)),
    copy_of INTEGER NOT NULL,
    address TEXT,
    origin TEXT NOT NULL,
    url TEXT,
    title TEXT,
    outlet TEXT,
    author TEXT,
    published TEXT,
    language TEXT,
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    checks TEXT NOT NULL,
    added TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_address ON articles (address) WHERE address IS NOT NULL;
CREATE INDEX articles_by_document ON articles (document, version);
CREATE INDEX articles_by_text ON articles (text_id);
CREATE INDEX articles_by_origin ON articles (origin);
CREATE INDEX articles_by_copy ON articles (copy_of);

CREATE TABLE texts (
    article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    blocks TEXT NOT NULL
) STRICT;

CREATE TABLE copy_bands (
    band INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (band, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_bands_by_article ON copy_bands (article);

CREATE TABLE speakers (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    person INTEGER REFERENCES persons (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX speakers_by_article ON speakers (article);
CREATE INDEX speakers_by_person ON speakers (person);
CREATE INDEX speakers_by_name ON speakers (name);

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    place INTEGER NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    within INTEGER,
    form TEXT NOT NULL,
    source TEXT NOT NULL,
    cue TEXT NOT NULL,
    content TEXT NOT NULL,
    source_spans TEXT NOT NULL,
    cue_spans TEXT NOT NULL,
    content_spans TEXT NOT NULL,
    speaker_id INTEGER REFERENCES speakers (id),
    speaker TEXT,
    speaker_type TEXT,
    sourcing TEXT,
    addressee TEXT,
    channel TEXT,
    kind TEXT,
    said_from TEXT,
    said_to TEXT,
    said_span TEXT,
    hedged INTEGER CHECK (hedged IN (0, 1)),
    condition TEXT,
    condition_span TEXT,
    confidence REAL NOT NULL,
    day TEXT,
    digest INTEGER NOT NULL,
    superseded INTEGER
) STRICT;
CREATE INDEX statements_by_article ON statements (article, place);
CREATE INDEX statements_by_speaker ON statements (speaker_id) WHERE speaker_id IS NOT NULL;
CREATE INDEX statements_superseded ON statements (superseded) WHERE superseded IS NOT NULL;

CREATE VIEW searchable AS
SELECT s.place AS place, s.content AS content, s.source AS source, coalesce(s.speaker, s.source) AS speaker,
    s.addressee AS addressee, a.outlet AS outlet,
    'form' || s.form || coalesce(' kind' || s.kind, '') || coalesce(' sourcing' || s.sourcing, '') AS facets
FROM statements AS s JOIN articles AS a ON a.id = s.article WHERE s.superseded IS NULL;

CREATE VIRTUAL TABLE statement_words USING fts5 (
    content, source, speaker, addressee, outlet, facets,
    content = 'searchable', content_rowid = 'place', columnsize = 0,
    tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE VIEW readable AS
SELECT a.id AS id, a.title AS title, t.text AS text FROM articles AS a JOIN texts AS t ON t.article = a.id;

CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text,
    content = 'readable', content_rowid = 'id', columnsize = 0, detail = none,
    tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE wordings (
    id INTEGER PRIMARY KEY,
    words TEXT NOT NULL,
    quoted INTEGER NOT NULL CHECK (quoted IN (0, 1)),
    length INTEGER NOT NULL,
    digest INTEGER NOT NULL
) STRICT;
CREATE INDEX wordings_by_digest ON wordings (digest);

CREATE TABLE quotations (
    statement INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    wording INTEGER NOT NULL REFERENCES wordings (id),
    PRIMARY KEY (statement, wording)
) STRICT, WITHOUT ROWID;
CREATE INDEX quotations_by_wording ON quotations (wording);

CREATE TABLE shingles (
    hash INTEGER NOT NULL,
    wording INTEGER NOT NULL,
    PRIMARY KEY (hash, wording)
) STRICT, WITHOUT ROWID;

CREATE TABLE fresh_shingles (
    hash INTEGER NOT NULL,
    wording INTEGER NOT NULL,
    PRIMARY KEY (hash, wording)
) STRICT, WITHOUT ROWID;

CREATE TABLE families (
    id INTEGER PRIMARY KEY,
    first_statement INTEGER,
    fullest_wording INTEGER,
    quoted INTEGER NOT NULL DEFAULT 0 CHECK (quoted IN (0, 1)),
    quotations INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0,
    outlets INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX families_by_outlets ON families (quoted, outlets, articles) WHERE articles > 1;

CREATE TABLE family_members (
    wording INTEGER NOT NULL REFERENCES wordings (id),
    family INTEGER NOT NULL REFERENCES families (id),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (wording, family, first, last)
) STRICT, WITHOUT ROWID;
CREATE INDEX family_members_by_family ON family_members (family);

CREATE TABLE persons (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    renamed INTEGER NOT NULL DEFAULT 0 CHECK (renamed IN (0, 1)),
    speakers INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX persons_by_name ON persons (name);

CREATE TABLE person_names (
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (person, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_keys (
    key TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_keys_by_person ON person_keys (person);

CREATE TABLE person_company (
    person INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    word TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (person, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_company_by_word ON person_company (word);

CREATE TABLE person_offers (
    one INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    other INTEGER NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_decisions (
    id INTEGER PRIMARY KEY,
    made TEXT NOT NULL,
    verb TEXT NOT NULL CHECK (verb IN ('join', 'split', 'rename')),
    details TEXT NOT NULL,
    undone TEXT
) STRICT;

CREATE TABLE unread (
    origin TEXT PRIMARY KEY,
    error TEXT NOT NULL,
    problem TEXT NOT NULL,
    advice TEXT NOT NULL,
    tries INTEGER NOT NULL,
    first_tried TEXT NOT NULL,
    last_tried TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIEW who_said_what AS
SELECT s.id AS statement, s.day AS day, a.outlet AS outlet, a.title AS title, a.published AS published,
    coalesce(p.name, s.speaker) AS speaker, s.speaker_type AS speaker_type, s.source AS source, s.cue AS cue,
    s.content AS content, s.form AS form, s.sourcing AS sourcing, s.kind AS kind, s.addressee AS addressee,
    s.channel AS channel, s.said_from AS said_from, s.said_to AS said_to, s.hedged AS hedged,
    s.condition AS condition, s.confidence AS confidence, a.url AS url, a.origin AS origin, a.author AS author,
    a.id AS article, a.version AS version, s.number AS number, s.within AS within,
    s.superseded IS NOT NULL AS superseded, p.id AS person
FROM statements AS s
JOIN articles AS a ON a.id = s.article
LEFT JOIN speakers AS k ON k.id = s.speaker_id
LEFT JOIN persons AS p ON p.id = k.person;

CREATE VIEW outlets AS
SELECT a.outlet AS outlet, count(DISTINCT a.document) AS articles, count(s.id) AS statements,
    min(s.day) AS first_day, max(s.day) AS last_day
FROM articles AS a LEFT JOIN statements AS s ON s.article = a.id AND s.superseded IS NULL
GROUP BY a.outlet;

CREATE VIEW unread_inputs AS
SELECT origin, problem, advice, tries, last_tried FROM unread ORDER BY origin;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, SECOND, THIRD, FOURTH)
"""The steps from an empty file to the newest version, in order; released steps are never edited, only added to."""

VERSION = len(MIGRATIONS)
"""The version of ledgers that this program writes."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the ledger to `VERSION`; the caller has begun the transaction, and commits it."""
    done: int = connection.execute("PRAGMA user_version").fetchone()[0]
    for step in MIGRATIONS[done:]:
        for statement in _statements(step):
            connection.execute(statement)
    if not done:
        connection.execute("INSERT INTO meta VALUES ('made', ?)", (datetime.now(UTC).isoformat(timespec="seconds"),))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _statements(step: str) -> list[str]:
    """The single statements of a step: `executescript` would commit the transaction that all of it has to be in."""
    found, so_far = [], ""
    for line in step.splitlines(keepends=True):
        so_far += line
        if sqlite3.complete_statement(so_far):
            found.append(so_far)
            so_far = ""
    return found
