-- Rows of everything that the staff's lists show, for so many organisations; two people each, which no list reads on.
-- Statements for PostgreSQL, each ended by a semicolon at the end of its line; names in braces are filled in.

SET session_replication_role = replica;

INSERT INTO partners_organisation (id, public_id, legal_name, display_name, mpn_id, country, market, joined_on)
SELECT n, gen_random_uuid(), 'Organisation ' || n || ' Ltd', 'Organisation ' || n, 1000000 + n,
    CASE WHEN n % 5 < 3 THEN 'BE' ELSE 'IN' END, CASE WHEN n % 5 < 3 THEN 'developed' ELSE 'developing' END,
    current_date - 2000
FROM generate_series(1, {organisations}) AS n;

INSERT INTO partners_user
    (id, password, is_superuser, public_id, email, name, language, is_active, is_staff, date_joined)
SELECT n, '!', FALSE, gen_random_uuid(), 'person' || n || '@partner.example', 'Person ' || n, 'en', n % 200 > 0, FALSE,
    current_date - 2000
FROM generate_series(1, 2 * {organisations}) AS n;

INSERT INTO partners_user
    (id, password, is_superuser, public_id, email, name, language, is_active, is_staff, date_joined)
VALUES (2 * {organisations} + 1, '!', FALSE, gen_random_uuid(), 'sam@vendor.example', 'Sam', 'en', TRUE, TRUE,
    current_date - 2000), (2 * {organisations} + 2, '!', FALSE, gen_random_uuid(),
    'spencer@vendor.example', 'Spencer', 'en', TRUE, TRUE, current_date - 2000);

INSERT INTO partners_account (id, public_id, user_id, organisation_id, starts_on, shares_transcript)
SELECT n, gen_random_uuid(), n, 1 + n % {organisations}, current_date - 1900, FALSE
FROM generate_series(1, 2 * {organisations}) AS n;

INSERT INTO partners_location (organisation_id, city, country, is_head_office)
SELECT n, 'City ' || n % 900, 'BE', TRUE FROM generate_series(1, {organisations}) AS n;

INSERT INTO partners_invitation (public_id, organisation_id, email, name, language, roles, state, version, invited_by_id,
    sent_on, expires_on, settled_on)
SELECT gen_random_uuid(), n, 'new' || n || '@partner.example', 'New ' || n, 'en', '[]',
    CASE WHEN n % 100 = 0 THEN 'withdrawn' ELSE 'open' END, 1, n, current_date - 20, current_date - 13,
    CASE WHEN n % 100 = 0 THEN current_date - 15 END
FROM generate_series(1, {organisations}) AS n;

INSERT INTO competencies_transcript (id, public_id, mcid, name, email, access_code_hash, user_id, claimed_on)
SELECT n, gen_random_uuid(), 'M' || n, 'Person ' || n, '', '', n, current_date - 1800
FROM generate_series(1, 2 * {organisations}) AS n;

INSERT INTO competencies_affiliation (id, user_id, organisation_id, starts_on)
SELECT n, n, 1 + n % {organisations}, current_date - 1800 FROM generate_series(1, 2 * {organisations}) AS n;

INSERT INTO competencies_achievement (id, transcript_id, credential, earned_on)
SELECT n, 1 + n % (2 * {organisations}), '70-' || n % 350, current_date - (n % 1500)::int
FROM generate_series(1, 3 * {organisations}) AS n;

INSERT INTO competencies_association (affiliation_id, achievement_id, starts_on)
SELECT transcript_id, id, earned_on FROM competencies_achievement;

INSERT INTO competencies_reading (organisation_id, metric, "on", amount)
SELECT n, 'azure-consumption', current_date - 30, 1000 FROM generate_series(1, {organisations}) AS n;

INSERT INTO competencies_attestation (organisation_id, attestation, reference, starts_on)
SELECT n, 'surface-hub-adr', 'R' || n, current_date - 100 FROM generate_series(1, {organisations}, 30) AS n;

-- Three of five organisations are in a year of membership; each of these had one before.
INSERT INTO partners_term (id, organisation_id, level, starts_on, until, grace_until, ended_reason)
SELECT row_number() OVER (), n, (ARRAY['silver', 'silver', 'gold', 'action-pack'])[1 + n % 4],
    current_date - 365 * earlier - (n % 360)::int, current_date - 365 * earlier - (n % 360)::int + 365,
    current_date - 365 * earlier - (n % 360)::int + 395 - 30 * earlier, ''
FROM generate_series(1, {organisations}) AS n, generate_series(1, 0, -1) AS earlier WHERE n % 5 < 3;

INSERT INTO partners_termentry (term_id, competency, level, since)
SELECT id, split_part(({entries})[1 + (id % 35)::int], ' ', 1), split_part(({entries})[1 + (id % 35)::int], ' ', 2), starts_on
FROM partners_term WHERE level <> 'action-pack';

-- Two levels attained by each, one in three lost.
INSERT INTO competencies_attainment (organisation_id, competency, level, starts_on, until, via, earned)
SELECT n, split_part(entry, ' ', 1), split_part(entry, ' ', 2), current_date - 900,
    CASE WHEN k = 2 THEN current_date - 200 END, '[]', TRUE
FROM generate_series(1, {organisations}) AS n, generate_series(0, 2) AS k,
    LATERAL (SELECT ({entries})[1 + (n * 7 + k * 11) % 35] AS entry) AS each;

INSERT INTO competencies_override
    (public_id, organisation_id, competency, level, starts_on, until, reason, placed_by_id, placed_on, ended_reason, expired_on)
SELECT gen_random_uuid(), 1 + n * 3 % {organisations}, split_part(entry, ' ', 1), split_part(entry, ' ', 2), last - 90, last, 'Late feed.',
    2 * {organisations} + 2, last - 90, '', CASE WHEN last <= current_date THEN last END
FROM generate_series(1, {organisations} / 5) AS n,
    LATERAL (SELECT ({entries})[1 + n % 35] AS entry, current_date - 90 + (n % 180)::int AS last) AS each;

-- One in ten is at risk, most of them in the year to come.
INSERT INTO competencies_standing
    (organisation_id, next_review_on, reviewed_on, rules_version, stages, risk, risk_kind, risk_on, waiting)
SELECT n, current_date + 1 + (n % 300)::int, current_date - 3, 9, '{{}}', CASE WHEN n % 10 = 0 THEN '{{"entries": []}}' ELSE '{{}}' END::jsonb,
    CASE WHEN n % 10 > 0 THEN '' WHEN n % 30 = 0 THEN 'refused' WHEN n % 20 = 0 THEN 'upgrade-lost' ELSE 'displayed-level-lost' END,
    CASE WHEN n % 10 = 0 AND n % 70 > 0 THEN current_date + (n % 390)::int END, '[]'
FROM generate_series(1, {organisations}) AS n;

INSERT INTO competencies_creditreport (public_id, kind, reporter_id, organisation_id, credential, metric, day, day_from, day_until,
    amount, shown, note, reported_on, state, settled_on, answer, evidence, evidence_type)
SELECT gen_random_uuid(), CASE WHEN n % 10 = 0 THEN 'figure' ELSE 'achievement' END, n, n, CASE WHEN n % 10 > 0 THEN '70-' || n % 350 ELSE '' END,
    CASE WHEN n % 10 = 0 THEN 'azure-consumption' ELSE '' END, current_date - 90, current_date - 120, current_date - 60,
    CASE WHEN n % 10 = 0 THEN 5 END, NULL, '', current_date - 40, CASE WHEN n % 20 < 2 THEN 'waiting' ELSE 'withdrawn' END,
    CASE WHEN n % 20 >= 2 THEN current_date - 20 END, '', '', ''
FROM generate_series(1, {organisations} / 4) AS n;

INSERT INTO memberships_offeredition (edition, effective_from, document, published_at, published_on)
VALUES ('bench', current_date - 900, {offers}, now(), current_date - 900);

INSERT INTO memberships_order (public_id, number, organisation_id, edition_id, offer, level, kind, renews_id, currency, list_price, percent, price,
    judged, billing_name, billing_address, billing_country, tax_id, purchase_order, ordered_on, ordered_by_id, expires_on, proof,
    proof_type, proof_on, state, settled_on, reason, term_id)
SELECT gen_random_uuid(), 'O-' || id, organisation_id, (SELECT max(id) FROM memberships_offeredition), level, level,
    CASE WHEN id % 100 = 0 THEN 'upgrade' WHEN id % 2 = 0 THEN 'renewal' ELSE 'first' END,
    CASE WHEN id % 2 = 0 AND id % 100 > 0 THEN id END, 'USD', 1000, 0, 1000, '{{}}', 'Organisation',
    '1 Street', 'BE', '', '', starts_on - 20, 1, starts_on + 10, CASE WHEN id % 3 > 0 THEN md5(id::text) ELSE '' END, '',
    CASE WHEN id % 3 > 0 THEN starts_on - 10 END, CASE WHEN id % 20 = 0 THEN 'open' ELSE 'confirmed' END,
    CASE WHEN id % 20 > 0 THEN starts_on END, '', CASE WHEN id % 20 > 0 THEN id END
FROM partners_term;

INSERT INTO memberships_renewalnotice (term_id, kind, "on") SELECT id, 'before', until - 15 FROM partners_term WHERE until < current_date;

INSERT INTO partners_message (id, recipient_id, address, organisation_id, kind, "on", data, effect_key, written_at, state, due_at, attempts,
    holder, sent_at, problem)
SELECT gen_random_uuid(), n, '', 1 + n % {organisations}, CASE WHEN n % 500 = 0 THEN 'renewal-due' WHEN n % 50 = 0 THEN 'digest' ELSE 'level-lost' END,
    current_date - (n % 700)::int, '{{}}', 'bench:' || n, now() - n * interval '30 seconds',
    CASE WHEN n % 5000 = 0 THEN 'unsure' ELSE 'sent' END, now(), 1, '', CASE WHEN n % 5000 > 0 THEN now() END, ''
FROM generate_series(1, {organisations}) AS n;

INSERT INTO partners_journalentry (organisation_id, "on", recorded_at, kind, competency, level, edition, data)
SELECT 1 + n % {organisations}, current_date - (n % 900)::int, now() - n * interval '10 seconds',
    (ARRAY['level-attained', 'achievements-recorded', 'account-opened', 'order-placed'])[1 + n % 4], '', '', '', '{{}}'
FROM generate_series(1, 3 * {organisations}) AS n;

INSERT INTO partners_journalentry (organisation_id, "on", recorded_at, kind, competency, level, edition, data)
SELECT n, current_date - 200, now() - interval '200 days', 'level-lost', 'devops', 'gold', 'bench', '{{}}'
FROM generate_series(1, {organisations}, 100) AS n;
