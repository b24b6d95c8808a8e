-- Many cases, told by formulas: a few years of them, every fiftieth still open, half of the texts
-- published, districts, units and categories as uneven as in a city. %(cases)s is how many.
SET synchronous_commit = off;

CREATE TEMPORARY TABLE category AS
  SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, code FROM directory_category
   WHERE kind = 'report' AND public <> 'no';
CREATE TEMPORARY TABLE unit AS
  SELECT row_number() OVER (ORDER BY id) - 1 AS place, id FROM directory_unit
   WHERE way_of_working <> 'none';

-- the check digit of case numbers (foundation.numbers); no semicolon ends a line within it
CREATE FUNCTION pg_temp.numbered(body text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    damm text := '0317598642709215486342068713591750983426'
                 '6123045978367420958158697201348945362017'
                 '94386172052581436790'; interim int := 0; BEGIN
    FOR place IN 1..length(body) LOOP
        interim := substr(damm, interim * 10 + substr(body, place, 1)::int + 1, 1)::int; END LOOP; RETURN body || interim; END $$;

INSERT INTO cases_case (number, token, kind, category_id, unit_id, priority, channel, language,
       state, outcome, closing, lat, lon, cell, address, street, district, owner, private, coarse,
       danger, needs_triage, opened_at, updated_at, takeover_due_at, due_at, waiting_on,
       waiting_since, done_at, closed_at, hand_backs, disputes, me_too, rule, because, source,
       source_id, cause, times)
SELECT pg_temp.numbered('7' || lpad(n::text, 7, '0')), md5('token' || n), 'report', category.id, unit.id, 'P3', 'web',
       'pl', CASE WHEN open THEN 'accepted' ELSE 'closed' END, CASE WHEN open THEN '' ELSE 'done' END,
       CASE WHEN open THEN '' ELSE 'confirmed' END,
       50.0 + (n * 7919 %% 100000) / 1000000.0, 19.8 + (n * 104729 %% 400000) / 1000000.0,
       600000000000000000 + n * 7919 %% 50000, 'ul. Długa ' || n %% 200, 'ul. Długa',
       (1 + n %% 18)::text, '', n %% 20 = 0, n %% 9 = 0, '', open AND n %% 400 = 0,
       moment, moment + interval '3 hours', moment + interval '8 hours', moment + interval '9 days',
       CASE WHEN open THEN 'unit' ELSE 'nobody' END, moment,
       CASE WHEN NOT open THEN moment + interval '6 days' END,
       CASE WHEN NOT open THEN moment + interval '7 days' END,
       0, 0, 0, '', '{"pl": "bo tak"}', '', '', '', 1
  FROM (SELECT n, n %% 50 = 0 AS open,
               now() - (%(cases)s - n) * interval '1800 days' / %(cases)s - interval '10 days' AS moment
          FROM generate_series(1::bigint, %(cases)s) AS n) AS told
  JOIN category ON category.place = n * 31 %% (SELECT count(*) FROM category)
  -- the first unit has a quarter of everything
  JOIN unit ON unit.place = CASE WHEN n / 50 %% 4 = 0 THEN 0
                                 ELSE (n * 17 + n / 50) %% (SELECT count(*) FROM unit) END;

INSERT INTO cases_casetext (case_id, kind, body, language, author, at, salt, published_at)
SELECT id, 'description', 'Na chodniku przy ' || address || ' leży gałąź, zgłoszenie ' || number
       || '. Trzeba przejść jezdnią, a rano jest tu ciemno i ślisko: słowo' || id %% 5000, 'pl', 'person', opened_at,
       md5(number), CASE WHEN id %% 2 = 0 THEN updated_at END
  FROM cases_case ORDER BY id;
INSERT INTO cases_casetext (case_id, kind, body, language, author, at, salt, published_at)
SELECT id, 'closing', 'Gałąź usunięto, chodnik jest przejezdny.', 'pl', 'staff:1', done_at,
       md5(number), done_at
  FROM cases_case WHERE state = 'closed' AND id %% 3 = 0 ORDER BY id;
-- one open case in thirty was never looked at
INSERT INTO cases_task (case_id, unit_id, way, contractor, beside, mail, shows_photos, state,
       given_at, opened_at, ended_at)
SELECT id, unit_id, 'desk', '', false, '', false, CASE WHEN state = 'closed' THEN 'done' ELSE 'waiting' END, opened_at,
       CASE WHEN id %% 30 <> 0 THEN opened_at + interval '1 hour' END, done_at
  FROM cases_case ORDER BY id;;
-- no view of the desk is empty: clocks yet to run out, some today; disputes, returns, danger, contractors
UPDATE cases_case
   SET state = CASE WHEN k %% 40 = 7 THEN 'contractor' WHEN k %% 40 = 8 THEN 'done' ELSE state END,
       done_at = CASE WHEN k %% 40 = 8 THEN now() - k %% 100 * interval '1 hour' END,
       disputes = (k %% 40 = 1)::int, hand_backs = CASE WHEN k %% 40 = 2 THEN 2 ELSE 0 END,
       danger = CASE WHEN k %% 100 = 3 THEN 'gas' ELSE '' END,
       waiting_since = CASE WHEN k %% 5 < 2 THEN now() - k %% 50 * interval '1 hour' ELSE waiting_since END,
       takeover_due_at = CASE WHEN k %% 5 >= 2 THEN takeover_due_at END,
       due_at = CASE WHEN k %% 40 = 5 THEN date_trunc('day', now()) + interval '22 hours 50 minutes'
                     WHEN k %% 5 < 2 THEN now() + k %% 2000 * interval '1 hour' ELSE due_at END
  FROM (SELECT id AS open_id, row_number() OVER (ORDER BY id) AS k FROM cases_case
         WHERE state = 'accepted') AS open
 WHERE id = open_id
