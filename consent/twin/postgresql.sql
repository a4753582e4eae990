-- What is asked, out of two JSON lists (limits.py tells what stands in them).
WITH RECURSIVE
asked (q, m, asset) AS MATERIALIZED (
    SELECT q, m, asset
    FROM jsonb_to_recordset(%s::jsonb) AS given (q int, m int, asset uuid)
),
matters (
    m, purpose, act, viewer, at, up_to, begun_after, oldest_text, strength, is_wide, adult_by, competent_by, assent_by
) AS MATERIALIZED (
    SELECT *
    FROM jsonb_to_recordset(%s::jsonb) AS given (
        m int, purpose text, act text, viewer uuid, at timestamptz, up_to bigint, begun_after timestamptz,
        oldest_text int, strength int, is_wide boolean, adult_by text, competent_by text, assent_by text
    )
),
