-- What is asked, out of two JSON lists (limits.py tells what stands in them). SQLite keeps moments as text, in UTC.
WITH RECURSIVE
asked (q, m, asset) AS MATERIALIZED (
    SELECT value ->> 'q', value ->> 'm', value ->> 'asset'
    FROM json_each(%s)
),
matters (
    m, purpose, act, viewer, at, up_to, begun_after, oldest_text, strength, is_wide, adult_by, competent_by, assent_by
) AS MATERIALIZED (
    SELECT
        value ->> 'm', value ->> 'purpose', value ->> 'act', value ->> 'viewer', value ->> 'at', value ->> 'up_to',
        value ->> 'begun_after', value ->> 'oldest_text', value ->> 'strength', value ->> 'is_wide',
        value ->> 'adult_by', value ->> 'competent_by', value ->> 'assent_by'
    FROM json_each(%s)
),
