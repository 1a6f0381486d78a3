-- Organisation 1 has {people} people, organisation 2 a dozen; user 1 is admin of both.
INSERT INTO partners_organisation (id, public_id, legal_name, display_name, mpn_id, country, market, joined_on)
SELECT id, gen_random_uuid(), name, name, 9000000 + id, 'BE', 'developed', date '2015-01-01'
FROM (VALUES (1, 'Largest'), (2, 'Usual')) AS made(id, name);

INSERT INTO partners_user
    (id, password, last_login, is_superuser, email, name, language, is_staff, is_active, date_joined, public_id)
SELECT id, '!', NULL, false, 'person' || id || '@example.org', 'Person ' || lpad((id * 7919 % 1000003)::text, 7, '0'),
    'en', false, true, now(), gen_random_uuid()
FROM generate_series(1, {people} + 12) AS id;

INSERT INTO partners_account (id, public_id, user_id, organisation_id, starts_on, shares_transcript)
SELECT id, gen_random_uuid(), id, CASE WHEN id <= {people} THEN 1 ELSE 2 END, date '2016-01-01', id % 10 = 0
FROM generate_series(1, {people} + 12) AS id;

INSERT INTO partners_account (id, public_id, user_id, organisation_id, starts_on, shares_transcript)
VALUES ({people} + 13, gen_random_uuid(), 1, 2, date '2016-01-01', false);

INSERT INTO partners_accountrole (account_id, role)
SELECT id, CASE WHEN user_id = 1 THEN 'admin' ELSE 'employee' END FROM partners_account;

INSERT INTO competencies_transcript (id, public_id, mcid, name, email, access_code_hash, user_id, claimed_on)
SELECT id, gen_random_uuid(), (10000000 + id)::text, '', '', '', id, date '2016-01-01'
FROM generate_series(1, {people} + 12) AS id;

INSERT INTO competencies_affiliation (id, user_id, organisation_id, starts_on)
SELECT id, id, CASE WHEN id <= {people} THEN 1 ELSE 2 END, date '2016-01-01'
FROM generate_series(1, {people} + 12) AS id;

-- Five achievements for every two people.
INSERT INTO competencies_achievement (id, transcript_id, credential, earned_on, expires_on)
SELECT id, (id * 2 / 5) % ({people} + 12) + 1, ({codes})[id * 31 % {count} + 1],
    current_date - (id * 13 % 4000)::int - 1, CASE WHEN id % 9 = 0 THEN current_date + (id % 900)::int - 300 END
FROM generate_series(1, ({people} + 12) * 5 / 2) AS id ON CONFLICT DO NOTHING;

INSERT INTO competencies_association (affiliation_id, achievement_id, starts_on, until)
SELECT transcript_id, id, greatest(earned_on, date '2016-01-01'), CASE WHEN id % 11 = 0 THEN greatest(earned_on, current_date - 30) END
FROM competencies_achievement;

INSERT INTO competencies_reading (organisation_id, metric, "on", amount)
SELECT organisation, metric, current_date - 30 * month, 1000 * month
FROM unnest({metrics}) AS metric, generate_series(1, 24) AS month, generate_series(1, 2) AS organisation;

INSERT INTO partners_term (id, organisation_id, level, starts_on, until, grace_until, ended_reason)
SELECT id, id, 'gold', current_date - 200, current_date + 165, current_date + 195, '' FROM generate_series(1, 2) AS id;

INSERT INTO competencies_standing (organisation_id, next_review_on, rules_version, stages, risk, waiting)
SELECT id, current_date, 0, '{{}}', '{{}}', '[]' FROM generate_series(1, 2) AS id;
