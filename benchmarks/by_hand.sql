-- The rows that one report makes, in one statement, as somebody would write it by hand who knew
-- beforehand what the rules will decide.
WITH given AS (
  SELECT nextval(pg_get_serial_sequence('cases_case', 'id')) AS case_id,
         nextval(pg_get_serial_sequence('intake_conversation', 'id')) AS conversation_id,
         nextval(pg_get_serial_sequence('people_person', 'id')) AS person_id,
         nextval(pg_get_serial_sequence('foundation_recordedevent', 'id')) AS opened_id,
         nextval('case_serial') AS serial
), person AS (
  INSERT INTO people_person (id, kind, name, email, phone, address, language, prefers_sms,
                             created_at)
  SELECT person_id, 'person', %(name)s, %(email)s, '', '', 'pl', false, now() FROM given
), conversation AS (
  INSERT INTO intake_conversation (id, channel, far_end_id, received_at, ending, person_id,
                                   case_id, actor, language, question, answer, after_danger)
  SELECT conversation_id, 'open311', %(far_end_id)s, now(), 'case', person_id, case_id,
         'partner:1', 'pl', '', '', '' FROM given
), opened AS (
  INSERT INTO cases_case (id, number, token, kind, category_id, unit_id, priority, channel,
                          language, state, outcome, closing, lat, lon, cell, address, street,
                          district, owner, private, coarse, danger, needs_triage, opened_at,
                          updated_at, takeover_due_at, due_at, waiting_on, waiting_since,
                          person_id, partner_id, conversation_id, hand_backs, disputes, me_too,
                          rule, because, source, source_id, times, cause)
  SELECT case_id, '99' || lpad(serial::text, 7, '0'), %(token)s, 'report', %(category_id)s,
         %(unit_id)s, 'P2', 'open311', 'pl', 'new', '', '', %(lat)s, %(lon)s, %(cell)s,
         %(address)s, %(street)s, '1', '', false, false, '', false, now(), now(),
         now() + interval '4 hours', now() + interval '2 days', 'unit', now(), person_id, 1,
         conversation_id, 0, 0, 0, %(rule)s, %(because)s, '', '', 0, '' FROM given
), words AS (
  INSERT INTO cases_casetext (case_id, kind, body, language, author, at, salt)
  SELECT case_id, 'description', %(text)s, 'pl', 'partner:1', now(), %(salt)s FROM given
), task AS (
  INSERT INTO cases_task (case_id, unit_id, way, contractor, state, given_at, beside, mail, shows_photos)
  SELECT case_id, %(unit_id)s, 'desk', '', 'waiting', now(), false, '', false FROM given
), follower AS (
  INSERT INTO cases_follower (case_id, person_id, reporter, at, leave_token)
  SELECT case_id, person_id, true, now(), gen_random_uuid() FROM given
), counted AS (
  INSERT INTO intake_hourlycount (hour, what, channel, key, count)
  VALUES (date_trunc('hour', now()), 'received', 'open311', %(category)s, 1)
  ON CONFLICT (hour, what, channel, key) DO UPDATE SET count = intake_hourlycount.count + 1
), limited AS (
  INSERT INTO foundation_tally (key, "window", count) VALUES ('by-hand', %(window)s, 1)
  ON CONFLICT (key, "window") DO UPDATE SET count = foundation_tally.count + 1
), events AS (
  INSERT INTO foundation_recordedevent (id, stream, seq, name, payload, actor, at, prev_hash, hash)
  SELECT opened_id, 'case:' || case_id, 1, 'cases.case_opened', %(payload)s::jsonb, 'partner:1',
         now(), '', %(hash)s FROM given
  UNION ALL
  SELECT nextval(pg_get_serial_sequence('foundation_recordedevent', 'id')), '', NULL,
         'intake.conversation_received', jsonb_build_object('channel', 'open311', 'ending', 'case',
         'conversation_id', conversation_id, 'case_id', case_id), 'partner:1', now(), '', ''
    FROM given
), jobs AS (
  INSERT INTO procrastinate_jobs (queue_name, task_name, args)
  SELECT 'default', 'kck.cases.reactions.acknowledge', jsonb_build_object('event_id', opened_id)
    FROM given
)
SELECT '99' || lpad(serial::text, 7, '0'), pg_notify('kck_live', '["cases","unit:2"]') FROM given
