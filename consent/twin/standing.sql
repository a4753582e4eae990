-- Who decides for a person at a moment (families.standing and families.ability, as tables).

-- What is known about them, and about whoever holds a right to decide for them: the latest finding by then.
findings (m, person, born_on, adult, capacity, competence) AS MATERIALIZED (
    SELECT
        p.m, p.person,
        (
            SELECT f.value FROM families_personfact f
            WHERE f.person_id = p.person AND f.kind = 'born_on' AND f.recorded_at <= matters.at
            ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1
        ),
        (
            SELECT f.value FROM families_personfact f
            WHERE f.person_id = p.person AND f.kind = 'adult' AND f.recorded_at <= matters.at
            ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1
        ),
        (
            SELECT f.value FROM families_personfact f
            WHERE f.person_id = p.person AND f.kind = 'capacity' AND f.recorded_at <= matters.at
            ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1
        ),
        (
            SELECT f.value FROM families_personfact f
            WHERE f.person_id = p.person AND f.kind = 'competence' AND f.recorded_at <= matters.at
            ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1
        )
    FROM (
        SELECT m, person FROM people
        UNION
        SELECT people.m, g.holder_id FROM people CROSS JOIN families_guardianship g WHERE g.person_id = people.person
    ) p
    JOIN matters ON matters.m = p.m
),

-- Birthdays are days of the service (`…_by`: whoever was born by then has had theirs); days in ISO order as text, so
-- 29 February comes on 1 March. A date of birth goes before the adult flag; one that can't be read is nobody's.
ages (m, person, is_readable, is_adult, is_competent, lacks_capacity) AS (
    SELECT
        f.m, f.person,
        COALESCE(f.born_on, '') = '' OR (
            f.born_on LIKE '____-__-__' AND ltrim(f.born_on, '0123456789-') = ''
            AND substr(f.born_on, 6, 2) BETWEEN '01' AND '12' AND substr(f.born_on, 9, 2) BETWEEN '01' AND '31'
        ),
        CASE
            WHEN COALESCE(f.born_on, '') <> '' THEN f.born_on <= matters.adult_by
            WHEN f.adult = 'yes' THEN TRUE
            WHEN f.adult = 'no' THEN FALSE
        END,
        CASE
            WHEN f.competence = 'yes' THEN TRUE
            WHEN f.competence = 'no' THEN FALSE
            WHEN COALESCE(f.born_on, '') <> '' THEN f.born_on <= matters.competent_by
        END,
        COALESCE(f.capacity, '') = 'no'
    FROM findings f
    JOIN matters ON matters.m = f.m
),

-- Capacity is presumed; a child is competent when assessed so, or not assessed and of the presumed age. Who is of
-- unknown ability, or found both competent and without capacity, decides for nobody.
stages (m, person, stage) AS MATERIALIZED (
    SELECT
        m, person,
        CASE
            WHEN NOT is_readable OR is_adult IS NULL THEN 'unknown'
            WHEN is_adult AND lacks_capacity THEN 'adult_without_capacity'
            WHEN is_adult THEN 'adult'
            WHEN is_competent IS NULL OR (is_competent AND lacks_capacity) THEN 'unknown'
            WHEN is_competent THEN 'competent_child'
            ELSE 'child'
        END
    FROM ages
),

-- On which basis somebody else may speak for a person: for wide purposes only, or for all; and whether their yes counts.
bases (stage, basis, for_wide_only, may_give) AS (
    VALUES
        ('child', 'parental_responsibility', FALSE, TRUE),
        ('child', 'order', FALSE, FALSE),
        ('competent_child', 'parental_responsibility', TRUE, TRUE),
        ('competent_child', 'order', TRUE, FALSE),
        ('adult_without_capacity', 'attorney', FALSE, TRUE),
        ('adult_without_capacity', 'deputy', FALSE, TRUE),
        ('adult_without_capacity', 'order', FALSE, FALSE),
        ('unknown', 'parental_responsibility', FALSE, FALSE),
        ('unknown', 'attorney', FALSE, FALSE),
        ('unknown', 'deputy', FALSE, FALSE),
        ('unknown', 'order', FALSE, FALSE)
),

-- Makers in force, of that kind. One who is a person must be able to decide for themselves; of one whose ability is
-- unknown only the no counts, as of one who isn't verified.
standing (v, m, person, stage, is_wide, at) AS MATERIALIZED (
    SELECT people.v, people.m, people.person, stages.stage, matters.is_wide, matters.at
    FROM people
    JOIN matters ON matters.m = people.m
    JOIN stages ON stages.m = people.m AND stages.person = people.person
),
holders (v, maker, is_able, is_verified, may_give) AS MATERIALIZED (
    SELECT
        standing.v, g.holder_id,
        holder.kind = 'body' OR own.stage IN ('adult', 'competent_child'),
        g.verified_at IS NOT NULL AND g.verified_at <= standing.at,
        bases.may_give
    FROM standing
    CROSS JOIN families_guardianship g
    CROSS JOIN bases
    CROSS JOIN families_person holder
    CROSS JOIN stages own
    WHERE g.person_id = standing.person AND g.holder_id <> standing.person
        AND g.starts_at <= standing.at AND g.recorded_at <= standing.at
        AND (g.ends_at IS NULL OR standing.at < g.ends_at)
        AND bases.stage = standing.stage AND bases.basis = g.basis AND (standing.is_wide OR NOT bases.for_wide_only)
        AND holder.id = g.holder_id
        AND own.m = standing.m AND own.person = g.holder_id
        AND (holder.kind = 'body' OR own.stage IN ('adult', 'competent_child', 'unknown'))
),

-- Who may decide may also block, and a person's own no always counts. A later yes lifts a no only where it could count.
blockers (v, maker, may_lift) AS MATERIALIZED (
    SELECT v, maker, MAX(could_count) = 1
    FROM (
        SELECT v, person AS maker, 1 AS could_count FROM people
        UNION ALL
        SELECT v, maker, CASE WHEN is_able AND is_verified THEN 1 ELSE 0 END FROM holders
    ) speakers
    GROUP BY v, maker
),

-- Whose yes is needed, in circles of whom one yes each is needed: their own; any holder's; every holder's.
needed (v, circle) AS MATERIALIZED (
    SELECT v, 'own' FROM standing WHERE stage IN ('adult', 'competent_child')
    UNION
    SELECT v, 'any' FROM standing
    WHERE stage IN ('adult_without_capacity', 'child') OR (stage = 'competent_child' AND is_wide)
    UNION
    SELECT standing.v, CAST(holders.maker AS text)
    FROM standing
    JOIN holders ON holders.v = standing.v
    WHERE standing.is_wide AND standing.stage IN ('child', 'competent_child')
        AND holders.is_verified AND holders.may_give
),
givers (v, circle, maker) AS MATERIALIZED (
    SELECT v, 'own', person FROM standing WHERE stage IN ('adult', 'competent_child')
    UNION
    SELECT v, 'any', maker FROM holders WHERE is_able AND is_verified AND may_give
    UNION
    SELECT v, CAST(maker AS text), maker FROM holders WHERE is_able AND is_verified AND may_give
),

-- Wide purposes, a child who is not competent, from the assent age on (or of unknown age): the child's assent too.
asked_for_assent (v) AS (
    SELECT standing.v
    FROM standing
    JOIN matters ON matters.m = standing.m
    JOIN findings ON findings.m = standing.m AND findings.person = standing.person
    WHERE standing.is_wide AND standing.stage = 'child'
        AND (COALESCE(findings.born_on, '') = '' OR findings.born_on <= matters.assent_by)
),
