-- The rule (consent.md) as a query, in four files of one WITH, in the law's order: tree, standing, voices, answer. One
-- named table for each sentence of the law; sqlite.sql or postgresql.sql stands before them and says what is asked.
-- Absence of anything means no: what isn't found in `open` at the end is shut, and `content` holds only people of
-- whom every yes that is needed was found.
--
-- q is a question; m a matter: purpose, act, viewer, moment, and what one service allows. Numbers order all that
-- happens in a case: "older" and "later" compare them, and of many yeses alike the latest answers for all. k, s, v and
-- w count rows, so that tables meet in one column: without statistics, PostgreSQL guesses badly at two.

-- Assets form a tree: case ⊇ film ⊇ clip ⊇ still. A line runs from what is asked about (never a case) up to its case.
ranks (kind, rank) AS (
    VALUES ('case', 0), ('film', 1), ('clip', 2), ('still', 3)
),
lines (asset, asset_number, newest, step, above, height, rank, case_id) AS (
    SELECT a.id, a.number, a.number, a.id, a.parent_id, 0, ranks.rank, a.case_id
    FROM (SELECT DISTINCT asset FROM asked) given
    JOIN consent_asset a ON a.id = given.asset AND a.kind <> 'case'
    JOIN ranks ON ranks.kind = a.kind
    UNION ALL
    SELECT
        lines.asset, lines.asset_number, CASE WHEN a.number > lines.newest THEN a.number ELSE lines.newest END,
        a.id, a.parent_id, lines.height + 1, ranks.rank, lines.case_id
    FROM lines
    JOIN consent_asset a ON a.id = lines.above AND a.case_id = lines.case_id
    JOIN ranks ON ranks.kind = a.kind AND ranks.rank < lines.rank
),

-- A line that doesn't end at the case is broken, and what was entered after `up_to` didn't exist.
heard (k, q, m, asset, at) AS MATERIALIZED (
    SELECT ROW_NUMBER() OVER (), asked.q, asked.m, asked.asset, matters.at
    FROM asked
    JOIN matters ON matters.m = asked.m
    JOIN lines ON lines.asset = asked.asset AND lines.rank < 1
    WHERE lines.newest <= matters.up_to
),

-- An asset that is not active shuts all below it; of two states of one moment, the one entered last counts.
active (k) AS (
    SELECT k FROM heard
    EXCEPT
    SELECT heard.k
    FROM heard
    JOIN lines ON lines.asset = heard.asset
    WHERE 'active' <> COALESCE((
        SELECT c.state FROM consent_assetchange c
        WHERE c.asset_id = lines.step AND c.changed_at <= heard.at
        ORDER BY c.changed_at DESC, c.id DESC LIMIT 1
    ), '')
),

-- Everyone in it, confirmed by a human; and again if somebody was taken off since.
confirmed (k) AS (
    SELECT heard.k
    FROM heard
    WHERE EXISTS (
        SELECT 1 FROM consent_confirmation c
        WHERE c.asset_id = heard.asset AND c.confirmed_at <= heard.at AND NOT EXISTS (
            SELECT 1 FROM consent_appearance a
            WHERE a.asset_id = heard.asset AND a.taken_off_at <= heard.at AND a.taken_off_at > c.confirmed_at
        )
    )
),

-- Everyone listed as seen or heard in it at the moment. v is the person in the matter, s the person in the asset.
shown (s, v, k, m, asset, person) AS MATERIALIZED (
    SELECT ROW_NUMBER() OVER (), DENSE_RANK() OVER (ORDER BY m, person), k, m, asset, person
    FROM (
        SELECT DISTINCT heard.k, heard.m, heard.asset, a.person_id AS person
        FROM heard
        JOIN consent_appearance a ON a.asset_id = heard.asset
        WHERE a.noted_at <= heard.at AND (a.taken_off_at IS NULL OR heard.at < a.taken_off_at)
    ) seen
),
people (v, m, person) AS MATERIALIZED (
    SELECT DISTINCT v, m, person FROM shown
),
