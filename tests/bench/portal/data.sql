-- A programme's worth of organisations: statements for PostgreSQL, separated by a blank line.
-- Names in braces are filled in by data.py. Days are relative to {day}, the night that the bench measures.

SELECT setseed(0.42)

-- People in no order of organisations, as years of hiring leave them; a few organisations are large.
CREATE TEMP TABLE tie AS
SELECT *, CASE WHEN is_admin OR luck > 0.06 THEN NULL ELSE {day} - 1 - (luck / 0.06 * 700)::int END AS until
FROM (
    SELECT row_number() OVER (ORDER BY random()) AS person, organisation, is_admin, random() AS luck,
        {day} - 720 - (random() * 2500)::int AS starts_on
    FROM (
        SELECT 1 AS organisation, n = 1 AS is_admin FROM generate_series(1, {largest}) AS n
        UNION ALL
        SELECT n, TRUE FROM generate_series(2, {organisations}) AS n
        UNION ALL
        SELECT 2 + floor(power(random(), 1.5) * ({organisations} - 1))::bigint * 7919 % ({organisations} - 1), FALSE
        FROM generate_series(1, {people} - {largest} - {organisations} + 1)
    ) AS each
) AS shuffled

CREATE INDEX ON tie (person)

-- Temporary tables are never looked at by themselves, and a plan that takes them for small never ends.
ANALYZE tie

-- What each organisation is good at, what it sells, and how much of it in a year: from hundreds to half a million.
CREATE TEMP TABLE trade AS
SELECT n AS organisation, n * 37 % {credential_count} AS focus,
    ({metrics})[1 + n / 10 % {metric_count}] AS metric,
    ({stocks})[1 + n / 10 % {metric_count}] AS is_stock,
    500 * power(1000, random()) AS volume
FROM generate_series(1, {organisations}) AS n

ANALYZE trade

INSERT INTO partners_organisation
    (id, public_id, legal_name, display_name, mpn_id, country, market, joined_on)
SELECT n, md5('organisation' || n)::uuid, 'Organisation ' || n || ' Ltd', 'Organisation ' || n, 1000000 + n,
    CASE WHEN n % 5 < 3 THEN 'BE' ELSE 'IN' END, CASE WHEN n % 5 < 3 THEN 'developed' ELSE 'developing' END,
    {day} - 4000
FROM generate_series(1, {organisations}) AS n

INSERT INTO partners_user
    (id, password, is_superuser, public_id, email, name, language, is_active, is_staff, date_joined)
SELECT person, '!', FALSE, md5('user' || person)::uuid, 'person' || person || '@partner' || organisation || '.example',
    'Person ' || person, 'en', TRUE, FALSE, starts_on
FROM tie ORDER BY person

INSERT INTO partners_user
    (id, password, is_superuser, public_id, email, name, language, is_active, is_staff, date_joined)
VALUES ({people} + 1, '!', FALSE, md5('specialist')::uuid, 'spencer@vendor.example', 'Spencer', 'en', TRUE, TRUE,
    {day} - 4000)

INSERT INTO partners_account (id, public_id, user_id, organisation_id, starts_on, until, shares_transcript)
SELECT person, md5('account' || person)::uuid, person, organisation, starts_on, until, FALSE FROM tie ORDER BY person

INSERT INTO partners_accountrole (account_id, role)
SELECT person, CASE WHEN is_admin THEN 'admin' ELSE 'employee' END FROM tie ORDER BY person

INSERT INTO competencies_transcript
    (id, public_id, mcid, name, email, access_code_hash, user_id, claimed_on, generated_at)
SELECT person, md5('transcript' || person)::uuid, 'M' || person, 'Person ' || person, '', '', person, starts_on, NULL
FROM tie ORDER BY person

INSERT INTO competencies_affiliation (id, user_id, organisation_id, starts_on, until)
SELECT person, person, organisation, starts_on, until FROM tie ORDER BY person

-- Three of four lie near what the organisation is good at, the others fall off along the list of credentials;
-- one in twenty is of no edition, one in ten expires, one in fifty was revoked.
INSERT INTO competencies_achievement
    (transcript_id, credential, earned_on, expires_on, revoked_on, generated_at)
SELECT person,
    CASE WHEN chance < 0.05 THEN '70-2' || (chance * 2000)::int
        WHEN chance < 0.25 THEN ({credentials})[1 + floor(random() * random() * {credential_count})::int]
        ELSE ({credentials})[1 + (focus + floor(random() * random() * 10)::int) % {credential_count}]
    END,
    earned_on,
    CASE WHEN random() < 0.1 THEN greatest(earned_on + 365, {day} - 600 + (random() * 1800)::int) END,
    CASE WHEN random() < 0.02 THEN earned_on + (random() * 1000)::int END,
    {day} - 1
FROM (
    SELECT 1 + floor(random() * {people})::bigint AS drawn, random() AS chance,
        {day} - 2 - (random() * 4000)::int AS earned_on
    FROM generate_series(1, {achievements})
) AS each
JOIN tie ON person = drawn JOIN trade USING (organisation)
ON CONFLICT DO NOTHING

INSERT INTO competencies_association (affiliation_id, achievement_id, starts_on, until)
SELECT person, id, greatest(earned_on, starts_on),
    CASE WHEN until IS NOT NULL THEN greatest(earned_on, starts_on, until) END
FROM competencies_achievement JOIN tie ON person = transcript_id ORDER BY id

-- As a feed of every day leaves them: a tenth of the organisations daily for a year, the rest every eighty days.
INSERT INTO competencies_reading (organisation_id, metric, "on", amount, generated_at)
SELECT organisation, metric, day, round(amount::numeric, 2), day + 1
FROM (
    SELECT organisation, metric, {day} - n AS day,
        CASE WHEN is_stock THEN volume / 100 * (0.9 + 0.2 * random()) ELSE volume / 182 * random() END AS amount
    FROM trade, generate_series(1, 365) AS n WHERE organisation % 10 = 0
    UNION ALL
    SELECT organisation, metric, {day} - 1 - n * 80 - (random() * 79)::int,
        CASE WHEN is_stock THEN volume / 100 * (0.9 + 0.2 * random()) ELSE volume / 2 * random() END
    FROM trade, generate_series(0, 8) AS n WHERE organisation % 10 > 0 AND (n < 8 OR organisation % 3 = 0)
) AS each ORDER BY day, organisation

INSERT INTO competencies_attestation
    (organisation_id, attestation, reference, starts_on, until, generated_at)
SELECT n, 'surface-hub-adr', 'R' || n, {day} - 100 - n % 900, {day} + 500 + n % 700, {day} - 1
FROM generate_series(1, {organisations}, 30) AS n

-- Half are over, half run for up to three months to come; {ending} end in the night that is measured.
INSERT INTO competencies_override
    (public_id, organisation_id, competency, level, starts_on, until, reason, placed_by_id, placed_on, ended_reason,
    expired_on, reminded_on)
SELECT md5('override' || n)::uuid, 1 + floor(random() * {organisations})::bigint, split_part(entry, ' ', 1),
    split_part(entry, ' ', 2), last - 90, last, 'The feed is late.', {people} + 1, last - 90, '',
    CASE WHEN last < {day} THEN last END, CASE WHEN last - 14 < {day} THEN last - 14 END
FROM (
    SELECT n, ({entries})[1 + floor(random() * {entry_count})::int] AS entry,
        CASE WHEN n <= {ending} THEN {day} WHEN n % 2 = 0 THEN {day} + 1 + (random() * 88)::int
            ELSE {day} - 1 - (random() * 700)::int END AS last
    FROM generate_series(1, {overrides}) AS n
) AS each ORDER BY last

-- Three of five organisations are in a year of membership or its grace; all of them had one before, half of them two.
INSERT INTO partners_term (id, organisation_id, level, starts_on, until, grace_until, ended_reason)
SELECT row_number() OVER (ORDER BY starts_on, organisation), organisation, level, starts_on,
    (starts_on + interval '1 year')::date, (starts_on + interval '1 year')::date + 30, ''
FROM (
    SELECT organisation, ({day} - (began * 394)::int - interval '1 year' * earlier)::date AS starts_on,
        CASE WHEN luck < 0.6 THEN 'silver' WHEN luck < 0.85 THEN 'gold' ELSE 'action-pack' END AS level
    FROM (
        SELECT n AS organisation, random() AS began, random() AS luck
        FROM generate_series(1, {organisations}) AS n WHERE n % 5 < 3
    ) AS each, generate_series(0, 2) AS earlier
    WHERE earlier < 2 OR organisation % 10 < 3
) AS each

-- One in ten displays a level that the facts may no longer bear.
INSERT INTO partners_termentry (term_id, competency, level, since)
SELECT id, split_part(entry, ' ', 1), split_part(entry, ' ', 2), starts_on
FROM (
    SELECT id, starts_on, ({entries})[1 + floor(random() * {entry_count})::int] AS entry, random() AS luck
    FROM partners_term WHERE level <> 'action-pack' AND grace_until > {day}
) AS each WHERE luck < 0.1
