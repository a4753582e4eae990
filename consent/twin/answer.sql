-- Combining (consent.policy, as tables).

-- One yes of each circle that is needed.
counted (w, circle, later_footage, number) AS (
    SELECT yeses.w, givers.circle, yeses.later_footage, MAX(yeses.number)
    FROM yeses
    JOIN givers ON givers.v = yeses.v AND givers.maker = yeses.maker
    GROUP BY yeses.w, givers.circle, yeses.later_footage
),
answered (s, circle) AS MATERIALIZED (
    SELECT reach.s, yes.circle
    FROM reach
    JOIN counted yes ON yes.w = reach.w
    WHERE yes.number > reach.asset_number OR yes.later_footage
),
unanswered (s, circle) AS (
    SELECT shown.s, needed.circle
    FROM shown
    JOIN needed ON needed.v = shown.v
    EXCEPT
    SELECT s, circle FROM answered
),
unassented (s) AS (
    SELECT shown.s
    FROM shown
    JOIN asked_for_assent ON asked_for_assent.v = shown.v
    EXCEPT
    SELECT s FROM assented
),

-- Every person shown; a confirmed asset that shows nobody is open.
content (s) AS MATERIALIZED (
    SELECT s FROM answered
    EXCEPT SELECT s FROM unanswered
    EXCEPT SELECT s FROM dissented
    EXCEPT SELECT s FROM refused
    EXCEPT SELECT s FROM unassented
),
open (k) AS MATERIALIZED (
    SELECT k FROM active
    INTERSECT SELECT k FROM confirmed
    EXCEPT SELECT k FROM shown WHERE s NOT IN (SELECT s FROM content)
)

-- To keep a copy is allowed only where to view is: every matter of a question has to be open.
SELECT q
FROM heard
GROUP BY q
HAVING MIN(CASE WHEN k IN (SELECT k FROM open) THEN 1 ELSE 0 END) = 1
