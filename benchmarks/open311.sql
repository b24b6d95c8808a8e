SELECT json_agg(request)::text FROM (
  SELECT picked.number AS service_request_id,
         CASE WHEN picked.state IN ('done', 'closed', 'merged') THEN 'closed' ELSE 'open' END AS status,
         COALESCE(closing.body, CASE picked.state WHEN 'accepted' THEN %(accepted)s
           ELSE %(closed)s END) AS status_notes,
         category.names->>'pl' AS service_name,
         category.code AS service_code,
         COALESCE(words.body, category.names->>'pl') AS description,
         unit.names->>'pl' AS agency_responsible,
         NULL AS service_notice,
         to_char(picked.opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS requested_datetime,
         to_char(picked.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS updated_datetime,
         to_char(picked.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS expected_datetime,
         CASE WHEN picked.coarse THEN picked.street ELSE picked.address END AS address,
         NULL AS address_id,
         NULL AS zipcode,
         CASE WHEN NOT picked.coarse THEN picked.lat END AS lat,
         CASE WHEN NOT picked.coarse THEN picked.lon END AS long,
         CASE WHEN photo.public_id IS NOT NULL
              THEN %(site)s || '/photo/' || photo.public_id || '/full' END AS media_url
    FROM (SELECT * FROM cases_case
           WHERE NOT private AND state <> 'withdrawn' AND opened_at >= now() - interval '90 days'
           ORDER BY opened_at DESC, id DESC LIMIT %(asked)s) AS picked
    JOIN directory_category AS category ON category.id = picked.category_id
    JOIN directory_unit AS unit ON unit.id = picked.unit_id
    LEFT JOIN LATERAL (SELECT body FROM cases_casetext WHERE case_id = picked.id
      AND kind = 'description' AND published_at IS NOT NULL AND erased_at IS NULL
      ORDER BY id DESC LIMIT 1) AS words ON true
    LEFT JOIN LATERAL (SELECT body FROM cases_casetext WHERE case_id = picked.id
      AND kind = 'closing' AND published_at IS NOT NULL AND erased_at IS NULL
      ORDER BY id DESC LIMIT 1) AS closing ON true
    LEFT JOIN LATERAL (SELECT public_id FROM cases_casephoto
      JOIN files_storedfile ON files_storedfile.id = file_id
      WHERE case_id = picked.id AND published_at IS NOT NULL AND cases_casephoto.erased_at IS NULL
      ORDER BY cases_casephoto.id LIMIT 1) AS photo ON true
   ORDER BY picked.opened_at DESC, picked.id DESC
) AS request
