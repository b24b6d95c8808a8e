-- The list of published cases as PostgreSQL alone makes it: the same JSON as /api/v1/cases gives,
-- in Polish, without the cursor.
SELECT json_build_object('items', json_agg(item))::text FROM (
  SELECT picked.number,
         left(picked.number, 2) || '-' || substr(picked.number, 3, 6) || '-'
           || right(picked.number, 1) AS shown,
         %(site)s || '/cases/' || left(picked.number, 2) || '-' || substr(picked.number, 3, 6)
           || '-' || right(picked.number, 1) || '/' AS url,
         json_build_object('code', category.code, 'name', category.names->>'pl') AS category,
         json_build_object('code', unit.code, 'name', unit.names->>'pl') AS unit,
         picked.state,
         CASE picked.state WHEN 'accepted' THEN %(accepted)s ELSE %(closed)s END AS state_name,
         picked.state = 'accepted' AS open,
         NULLIF(picked.outcome, '') AS outcome,
         CASE WHEN picked.outcome <> '' THEN %(done)s END AS outcome_name,
         to_char(picked.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS opened_at,
         to_char(picked.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at,
         to_char(picked.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS due_at,
         to_char(picked.done_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS done_at,
         to_char(picked.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS closed_at,
         json_build_object(
           'address', CASE WHEN picked.coarse THEN picked.street ELSE picked.address END,
           'district', json_build_object('code', picked.district, 'name', area.names->>'pl'),
           'lat', CASE WHEN NOT picked.coarse THEN picked.lat END,
           'lon', CASE WHEN NOT picked.coarse THEN picked.lon END) AS place,
         picked.me_too,
         COALESCE(words.body, '') AS text,
         COALESCE(closing.body, '') AS closing,
         COALESCE(photos.found, '[]') AS photos
    FROM (SELECT * FROM cases_case
           WHERE NOT private AND state <> 'withdrawn' AND {district}
           ORDER BY opened_at DESC, id DESC LIMIT %(asked)s) AS picked
    JOIN directory_category AS category ON category.id = picked.category_id
    JOIN directory_unit AS unit ON unit.id = picked.unit_id
    LEFT JOIN places_area AS area ON area.kind = 'district' AND area.code = picked.district
    LEFT JOIN LATERAL (SELECT body FROM cases_casetext WHERE case_id = picked.id
      AND kind = 'description' AND published_at IS NOT NULL AND erased_at IS NULL
      ORDER BY id DESC LIMIT 1) AS words ON true
    LEFT JOIN LATERAL (SELECT body FROM cases_casetext WHERE case_id = picked.id
      AND kind = 'closing' AND published_at IS NOT NULL AND erased_at IS NULL
      ORDER BY id DESC LIMIT 1) AS closing ON true
    LEFT JOIN LATERAL (SELECT json_agg(json_build_object('id', public_id, 'kind', photo.kind,
        'width', width, 'height', height, 'url', %(site)s || '/api/v1/photos/' || public_id
        || '/full') ORDER BY photo.id) AS found
      FROM cases_casephoto AS photo JOIN files_storedfile ON files_storedfile.id = file_id
      WHERE case_id = picked.id AND published_at IS NOT NULL AND photo.erased_at IS NULL
      ) AS photos ON true
   ORDER BY picked.opened_at DESC, picked.id DESC
) AS item
