-- What was said, what of it covers the asset asked about, and what still stands (consent.voices, as tables).

-- A declaration covers its scope and all below. w is the person in the matter and one scope on the way up.
reach (s, w, v, m, person, scope, case_id, height, asset_number) AS MATERIALIZED (
    SELECT
        shown.s, DENSE_RANK() OVER (ORDER BY shown.v, lines.step), shown.v, shown.m, shown.person, lines.step,
        lines.case_id, lines.height, lines.asset_number
    FROM shown
    JOIN lines ON lines.asset = shown.asset
),

-- A void takes back a yes or an assent, signed by two different hands; it can't touch a no.
voided (declaration, number) AS MATERIALIZED (
    SELECT void.voids_id, void.number
    FROM (SELECT DISTINCT case_id FROM lines) cases
    CROSS JOIN consent_declaration void
    JOIN consent_declaration yes
        ON yes.id = void.voids_id AND yes.about_id = void.about_id AND yes.kind IN ('GIVE', 'ASSENT')
    WHERE void.case_id = cases.case_id AND void.kind = 'VOID' AND void.second_signer_id <> void.recorded_by_id
),

-- What was said about somebody in a scope. (`NOT … <>` is `=`, but for SQLite, which shall look it up by its scope.)
said (
    w, v, m, declaration, kind, maker, number, later_footage, evidence, from_at, until_at, recorded_at, is_for_some,
    names_viewer
) AS MATERIALIZED (
    SELECT
        scopes.w, scopes.v, scopes.m, d.id, d.kind, d.by_id, d.number, d.later_footage, d.evidence, d.from_at,
        d.until_at, d.recorded_at,
        EXISTS (SELECT 1 FROM consent_declaration_viewers meant WHERE meant.declaration_id = d.id),
        EXISTS (
            SELECT 1 FROM consent_declaration_viewers meant
            WHERE meant.declaration_id = d.id AND meant.user_id = matters.viewer
        )
    FROM (SELECT DISTINCT w, v, m, person, scope, case_id FROM reach) scopes
    JOIN matters ON matters.m = scopes.m
    JOIN consent_declaration d
        ON d.scope_id = scopes.scope AND NOT d.about_id <> scopes.person AND NOT d.case_id <> scopes.case_id
        AND d.number <= matters.up_to
    WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.declaration = d.id AND voided.number <= matters.up_to)
),

-- A yes lists purpose and action, and means the viewer. It is live if also recent enough in consent text, enough in
-- evidence, and inside its interval cut to the service's longest duration; never before it was entered. An assent is
-- measured as a yes is, within an interval it may have.
--
-- A no shuts the purposes it names or everything, this viewer or all; a no to `view` is one to all actions. One that
-- lists nothing means everything; one for some viewers shuts a question that names none. A dissent shuts every viewer
-- and action of its purposes.
weighed (
    w, v, declaration, maker, number, later_footage, is_for_some, names_viewer, is_yes, is_assent, is_no, is_dissent
) AS MATERIALIZED (
    SELECT
        said.w, said.v, said.declaration, said.maker, said.number, said.later_footage, said.is_for_some,
        said.names_viewer,
        said.kind = 'GIVE'
            AND (said.names_viewer OR NOT said.is_for_some)
            AND CASE said.evidence WHEN 'signed' THEN 2 WHEN 'spoken' THEN 1 ELSE 0 END >= matters.strength
            AND said.recorded_at <= matters.at
            AND said.from_at <= matters.at
            AND said.from_at > matters.begun_after
            AND matters.at < said.until_at
            AND EXISTS (
                SELECT 1
                FROM consent_declarationline line
                JOIN consent_consenttext words ON words.id = line.text_id
                WHERE line.declaration_id = said.declaration
                    AND line.purpose = matters.purpose AND line.action = matters.act
                    AND words.version >= matters.oldest_text
            ),
        said.kind = 'ASSENT'
            AND (said.names_viewer OR NOT said.is_for_some)
            AND said.recorded_at <= matters.at
            AND (said.from_at IS NULL OR said.from_at <= matters.at)
            AND (said.until_at IS NULL OR matters.at < said.until_at)
            AND EXISTS (
                SELECT 1 FROM consent_declarationline line
                WHERE line.declaration_id = said.declaration
                    AND line.purpose = matters.purpose AND line.action = matters.act
            ),
        said.kind IN ('REFUSE', 'WITHDRAW')
            AND (said.names_viewer OR NOT said.is_for_some OR matters.viewer IS NULL)
            AND (
                NOT EXISTS (SELECT 1 FROM consent_declarationline line WHERE line.declaration_id = said.declaration)
                OR EXISTS (
                    SELECT 1 FROM consent_declarationline line
                    WHERE line.declaration_id = said.declaration
                        AND line.purpose IN (matters.purpose, 'everything') AND line.action IN (matters.act, 'view')
                )
            ),
        said.kind = 'DISSENT'
            AND (
                NOT EXISTS (SELECT 1 FROM consent_declarationline line WHERE line.declaration_id = said.declaration)
                OR EXISTS (
                    SELECT 1 FROM consent_declarationline line
                    WHERE line.declaration_id = said.declaration AND line.purpose IN (matters.purpose, 'everything')
                )
            )
    FROM said
    JOIN matters ON matters.m = said.m
),

-- A yes covers what its scope contains, if the asset is older than the yes or the yes means later footage too.
yeses (w, v, maker, later_footage, names_viewer, number) AS MATERIALIZED (
    SELECT w, v, maker, later_footage, names_viewer, MAX(number)
    FROM weighed
    WHERE is_yes
    GROUP BY w, v, maker, later_footage, names_viewer
),
agreed (s, maker, height, number, names_viewer) AS MATERIALIZED (
    SELECT reach.s, yes.maker, reach.height, yes.number, yes.names_viewer
    FROM reach
    JOIN yeses yes ON yes.w = reach.w
    WHERE yes.number > reach.asset_number OR yes.later_footage
),

-- A no covers its scope and all below it, for ever. Noes that a later live yes names are told apart; of the others the
-- latest answers for all alike.
named (w, v, no, no_number, maker, number, later_footage) AS MATERIALIZED (
    SELECT yes.w, yes.v, no.id, no.number, yes.maker, yes.number, yes.later_footage
    FROM weighed yes
    JOIN consent_declaration_lifts lift ON lift.from_declaration_id = yes.declaration
    JOIN consent_declaration no ON no.id = lift.to_declaration_id AND no.number < yes.number
    WHERE yes.is_yes
),
noes (w, v, maker, is_for_some, number) AS (
    SELECT no.w, no.v, no.maker, no.is_for_some, MAX(no.number)
    FROM weighed no
    LEFT JOIN (SELECT DISTINCT no FROM named) apart ON apart.no = no.declaration
    WHERE no.is_no
    GROUP BY no.w, no.v, no.maker, no.is_for_some, apart.no
),
refusals (s, v, maker, may_lift, height, number, is_for_some) AS MATERIALIZED (
    SELECT reach.s, reach.v, no.maker, no.may_lift, reach.height, no.number, no.is_for_some
    FROM reach
    JOIN (
        SELECT noes.w, noes.maker, noes.is_for_some, noes.number, blockers.may_lift
        FROM noes
        JOIN blockers ON blockers.v = noes.v AND blockers.maker = noes.maker
    ) no ON no.w = reach.w
),

-- It is lifted only while a later live yes of the same maker covers the question, given at or inside the no's own
-- scope or naming that no; a no for some viewers only by a yes that names this one, or the no.
inside (s, number, is_no, may_lift, is_for_some, latest_yes, latest_naming) AS (
    SELECT
        s, number, is_no, may_lift, is_for_some,
        MAX(CASE WHEN NOT is_no THEN number ELSE -1 END) OVER from_here_up,
        MAX(CASE WHEN names_viewer THEN number ELSE -1 END) OVER from_here_up
    FROM (
        SELECT s, maker, height, number, FALSE AS is_no, FALSE AS may_lift, FALSE AS is_for_some, names_viewer
        FROM agreed
        UNION ALL
        SELECT s, maker, height, number, TRUE, may_lift, is_for_some, FALSE
        FROM refusals
    ) answers
    WINDOW from_here_up AS (PARTITION BY s, maker ORDER BY height)
),
refused (s, number) AS (
    SELECT s, number
    FROM inside
    WHERE is_no AND NOT (may_lift AND number < CASE WHEN is_for_some THEN latest_naming ELSE latest_yes END)
    EXCEPT
    SELECT no.s, no.number
    FROM refusals no
    JOIN named yes ON yes.v = no.v AND yes.maker = no.maker AND yes.no_number = no.number
    JOIN reach ON reach.s = no.s AND reach.w = yes.w
    WHERE no.may_lift AND (yes.number > reach.asset_number OR yes.later_footage)
),

-- A dissent stands until an assent that covers the question, at or inside its scope, follows.
assents (w, later_footage, number) AS (
    SELECT w, later_footage, MAX(number) FROM weighed WHERE is_assent GROUP BY w, later_footage
),
assented (s, height, number) AS (
    SELECT reach.s, reach.height, yes.number
    FROM reach
    JOIN assents yes ON yes.w = reach.w
    WHERE yes.number > reach.asset_number OR yes.later_footage
),
dissents (w, number) AS (
    SELECT w, MAX(number) FROM weighed WHERE is_dissent GROUP BY w
),
dissenting (s, height, number) AS (
    SELECT reach.s, reach.height, no.number
    FROM reach
    JOIN dissents no ON no.w = reach.w
),
dissented (s, number) AS (
    SELECT s, number FROM dissenting
    EXCEPT
    SELECT no.s, no.number
    FROM dissenting no
    JOIN assented yes ON yes.s = no.s AND yes.number > no.number AND yes.height <= no.height
),
