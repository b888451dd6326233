"""The passes of `families` that are joins, in SQL as DuckDB has it: each makes a table of the ones before."""

from __future__ import annotations

QUOTATIONS = """
CREATE TABLE quotations AS
    SELECT q.* FROM all_quotations AS q
    WHERE q.key IN (SELECT min(key) FROM articles GROUP BY identity)
"""
"""What a ledger would keep: an article that comes a second time changes nothing."""

WORDINGS = """
CREATE TABLE wordings AS
    SELECT row_number() OVER (ORDER BY min(ord)) AS id, digest, arg_min(words, ord) AS words, min(ord) AS first,
        min(ord) FILTER (quoted) AS quoted_from, arg_min(words, ord) FILTER (quoted) AS quoted_words,
        count(DISTINCT (key, statement)) AS uses
    FROM quotations GROUP BY digest
"""

HELD = """
CREATE TABLE held AS
    SELECT hash, wording FROM shingles QUALIFY row_number() OVER (PARTITION BY hash ORDER BY wording) <= $looked_at
"""

PAIRS = """
CREATE TABLE pairs AS
    SELECT one, other, false AS again FROM (
        SELECT s.wording AS one, h.wording AS other, count(*) AS shared
        FROM shingles AS s JOIN held AS h ON h.hash = s.hash AND h.wording < s.wording GROUP BY ALL
    ) QUALIFY row_number() OVER (PARTITION BY one ORDER BY shared DESC, other) <= $compared
"""
"""Each wording with those before it that share most of its fingerprints, as it is looked up when it is added."""

AGAIN = """
INSERT INTO pairs
    SELECT one, other, true FROM (
        SELECT w.id AS one, h.wording AS other, count(*) AS shared
        FROM wordings AS w JOIN shingles AS s ON s.wording = w.id JOIN held AS h ON h.hash = s.hash
            JOIN wordings AS o ON o.id = h.wording
        WHERE w.quoted_from > w.first AND o.first < w.quoted_from AND o.id <> w.id GROUP BY ALL
    ) QUALIFY row_number() OVER (PARTITION BY one ORDER BY shared DESC, other) <= $compared
"""
"""Words that stand in quotation marks for the first time are looked up again: they may have more kin then."""

LINKED = """
SELECT p.one, CASE WHEN p.again THEN w.quoted_words ELSE w.words END,
    p.again OR coalesce(w.quoted_from = w.first, false),
    p.other, o.words, coalesce(o.quoted_from <= CASE WHEN p.again THEN w.quoted_from ELSE w.first END, false)
FROM pairs AS p JOIN wordings AS w ON w.id = p.one JOIN wordings AS o ON o.id = p.other
ORDER BY p.one, p.other, p.again
"""
"""The pairs with their words, and whether each stood in quotation marks by then."""

ENDS = """
CREATE TABLE ends AS
    SELECT row_number() OVER (ORDER BY wording, first, last) AS id, wording, first, last FROM (
        SELECT one AS wording, one_first AS first, one_last AS last FROM links
        UNION SELECT other, other_first, other_last FROM links
    );
CREATE TABLE edges AS
    SELECT a.id AS a, b.id AS b FROM links AS l
        JOIN ends AS a ON a.wording = l.one AND a.first = l.one_first AND a.last = l.one_last
        JOIN ends AS b ON b.wording = l.other AND b.first = l.other_first AND b.last = l.other_last
    UNION
    SELECT a.id, b.id FROM ends AS a JOIN ends AS b ON b.wording = a.wording AND b.id > a.id
    WHERE least(a.last, b.last) - greatest(a.first, b.first) >= 3
        AND 3 * (least(a.last, b.last) - greatest(a.first, b.first)) >= least(a.last - a.first, b.last - b.first);
CREATE TABLE roots AS SELECT id, id AS root FROM ends
"""
"""The ends of links, and what joins them: the link, or that they run through the same words (`Region.meets`)."""

SPREAD = (
    """
CREATE OR REPLACE TABLE nearest AS
    SELECT root, min(least) AS least FROM (
        SELECT a AS root, b AS least FROM edges UNION ALL SELECT b, a FROM edges
    ) GROUP BY root;
CREATE OR REPLACE TABLE roots AS
    SELECT r.id, coalesce(least(r.root, n.least), r.root) AS root FROM roots AS r LEFT JOIN nearest AS n USING (root)
""",
    """
CREATE OR REPLACE TABLE roots AS
    SELECT r.id, s.root FROM roots AS r JOIN roots AS s ON s.id = r.root
""",
    """
CREATE OR REPLACE TABLE edges AS
    SELECT DISTINCT least(a.root, b.root) AS a, greatest(a.root, b.root) AS b
    FROM edges AS e JOIN roots AS a ON a.id = e.a JOIN roots AS b ON b.id = e.b WHERE a.root <> b.root
""",
)
"""A round: every root takes the least of its neighbours, then that one's root, and the edges are those of roots."""

MEMBERS = """
CREATE TABLE joined AS
    SELECT r.root AS root, e.wording, e.first, e.last FROM ends AS e JOIN roots AS r USING (id);
CREATE TABLE members AS
    SELECT dense_rank() OVER (ORDER BY least, root) AS family, wording, first, last FROM (
        SELECT min(wording) OVER (PARTITION BY root) AS least, * FROM joined
        UNION ALL
        SELECT id, -id, id, 0, 0 FROM wordings WHERE uses > 1 AND id NOT IN (SELECT wording FROM joined)
    )
"""
"""Which words of which wordings are in a family; words that are only repeated, and kin of nothing, are one too."""

COUNTED = """
CREATE TABLE reported AS
    SELECT DISTINCT m.family, q.ord, q.key, q.statement, q.quoted, q.words, m.wording, m.first AS first_word,
        m.last AS last_word
    FROM (SELECT family, wording, min(first) AS first, max(last) AS last FROM members GROUP BY ALL) AS m
        JOIN wordings AS w ON w.id = m.wording JOIN quotations AS q ON q.digest = w.digest;
CREATE TABLE counted AS
    SELECT r.family, count(DISTINCT (r.key, r.statement, r.wording)) AS reports, count(DISTINCT r.key) AS articles,
        count(DISTINCT a.outlet) AS outlets, bool_or(r.quoted) AS quoted,
        arg_min(w.words, (-CASE r.last_word - r.first_word WHEN 0 THEN len(string_split(w.words, ' '))
            ELSE r.last_word - r.first_word END, -w.uses, len(string_split(w.words, ' ')), r.ord)) AS words,
        arg_min(a.day, (a.day IS NULL, a.day, r.ord)) AS day, arg_min(a.outlet, (a.day IS NULL, a.day, r.ord)) AS outlet
    FROM reported AS r JOIN wordings AS w ON w.id = r.wording JOIN articles AS a ON a.key = r.key
    GROUP BY r.family;
DELETE FROM reported WHERE family IN (SELECT family FROM counted WHERE reports < 2);
DELETE FROM counted WHERE reports < 2
"""
"""Every report of a family, and its figures; one report alone is no family."""
