-- {partners} partners, each with a published profile: 30 % gold, 50 % silver, two competencies each, two industries,
-- countries from many to few, forty words of text from frequent to rare, one in twenty in Chinese, a logo for two of three.
-- One in fifty says a word that nobody with a level does.
CREATE TABLE countries AS
SELECT row_number() OVER (ORDER BY md5(country)) AS place, country FROM partners_countrymarket;

CREATE TABLE made AS
SELECT id,
    country,
    CASE WHEN id % 10 < 3 THEN 'gold' WHEN id % 10 < 8 THEN 'silver' ELSE '' END AS level,
    floor(random() * cardinality({competencies}))::int AS first,
    floor(random() * (cardinality({competencies}) - 1))::int AS next,
    ({industries})[1 + id % cardinality({industries})] AS industry,
    ({industries})[1 + (id / 7 + id) % cardinality({industries})] AS other,
    floor(random() * 1000)::int AS answers,
    'n' || floor(power(60000, random()))::int || 'ova' AS one,
    'v' || (id::bigint * 7919 % 400009) || 'ist' AS two
FROM (
    SELECT id, floor(power((SELECT count(*) FROM countries), power(random(), 1.3)))::int AS place
    FROM generate_series(1, {partners}) AS id
) AS begun JOIN countries USING (place);

CREATE TABLE said AS
SELECT made.id, array_agg(CASE WHEN made.id % 20 = 0 THEN chr(19968 + floor(power(3000, random()))::int) || chr(20968 + word % 7)
    ELSE 'w' || floor(power(20000, random()))::int END ORDER BY word) AS words
FROM made CROSS JOIN generate_series(1, 40) AS word
GROUP BY made.id;

INSERT INTO partners_organisation (id, public_id, legal_name, display_name, mpn_id, country, market, joined_on)
SELECT id, gen_random_uuid(), one, one || ' ' || two, 9000000 + id, country, 'developed', date '2015-01-01' FROM made;

INSERT INTO memberships_profile
    (id, public_id, organisation_id, country, description, website, linkedin, industries, services, languages, unpublished, responsiveness)
SELECT id, gen_random_uuid(), id, country, '', '', '', '[]', '[]', '[]', false, answers FROM made;

INSERT INTO memberships_logo (id, content, content_type, digest, width, height)
SELECT id, '', 'image/png', md5(id::text), 96, 48 FROM generate_series(1, 1000) AS id;

CREATE TABLE shown AS
SELECT id, competency, level
FROM (
    SELECT id, ({competencies})[1 + first] AS competency, level FROM made WHERE level <> ''
    UNION ALL
    SELECT id, ({competencies})[1 + (first + 1 + next) % cardinality({competencies})], 'silver' FROM made WHERE level <> ''
) AS all_of_them;

CREATE INDEX shown_by_id ON shown (id);

CREATE TABLE placed AS
SELECT made.*, ((2 - CASE level WHEN 'gold' THEN 2 WHEN 'silver' THEN 1 ELSE 0 END)::bigint * 1001 + 1000 - answers) << 40 | id AS position
FROM made;

ALTER TABLE placed ADD PRIMARY KEY (id);

DROP INDEX listing_by_words;

INSERT INTO memberships_listing
    (id, profile_id, public_id, organisation_id, country, name, description, website, linkedin, industries, services, languages,
     locations, logo_id, published_on, level, shown, shown_until, position, words)
SELECT id, id, profile.public_id, id, placed.country, one || ' ' || two,
    array_to_string(said.words, CASE WHEN id % 20 = 0 THEN '' ELSE ' ' END), 'https://www.example.org', '',
    CASE WHEN industry = other THEN jsonb_build_array(industry) ELSE jsonb_build_array(industry, other) END,
    '["migration"]', '["en"]', '[{{"city": "Ghent", "address": "", "country": "BE", "name": "", "email": ""}}]',
    CASE WHEN id % 3 > 0 THEN 1 + id % 1000 END, current_date, level,
    coalesce((SELECT jsonb_agg(jsonb_build_array(competency, shown.level, '2020-01-01')) FROM shown WHERE shown.id = placed.id), '[]'),
    current_date + 300, position,
    said.words || CASE WHEN id % 50 = 8 THEN ARRAY['behind'] ELSE ARRAY[]::text[] END || ARRAY['=' || one, '=' || two, '+' || one, '+' || two, one, two, '@' || placed.country, '#' || industry, '#' || other, '^' || level, '~' || one, '~' || two]
        || coalesce((SELECT array_agg('$' || competency) || array_agg('$' || competency || '.' || shown.level) FROM shown WHERE shown.id = placed.id), ARRAY[]::text[])
        || (SELECT array_agg('~' || left(one, place - 1) || substr(one, place + 1)) FROM generate_series(1, length(one)) AS place)
        || (SELECT array_agg('~' || left(two, place - 1) || substr(two, place + 1)) FROM generate_series(1, length(two)) AS place)
FROM placed JOIN said USING (id) JOIN memberships_profile AS profile USING (id);

CREATE INDEX listing_by_words ON memberships_listing USING gin (words);

CREATE TABLE under AS
SELECT id, '' AS competency, position FROM placed
UNION
SELECT id, competency, ((2 - CASE shown.level WHEN 'gold' THEN 2 ELSE 1 END)::bigint * 1001 + 1000 - answers) << 40 | id
FROM shown JOIN placed USING (id);

ALTER TABLE memberships_filing DROP CONSTRAINT IF EXISTS memberships_filing_pkey;

DROP INDEX filing_anywhere;

DROP INDEX filing_by_country;

INSERT INTO memberships_filing (listing_id, competency, industry, country, position)
SELECT DISTINCT ON (id, under.competency, industry.key) id, under.competency, industry.key, country, under.position
FROM placed JOIN under USING (id)
    CROSS JOIN LATERAL (VALUES (''), (placed.industry), (placed.other)) AS industry(key);

ALTER TABLE memberships_filing ADD PRIMARY KEY (listing_id, competency, industry);

CREATE INDEX filing_anywhere ON memberships_filing (competency, industry, position);

CREATE INDEX filing_by_country ON memberships_filing (competency, industry, country, position);

DROP TABLE made, said, placed, under, shown, countries
