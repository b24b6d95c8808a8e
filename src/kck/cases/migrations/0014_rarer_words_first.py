"""The newest cases with some words: a sample says how, and the index is asked for the rarer words."""

from importlib import import_module

from django.db import migrations

# Words that one case in thirty has are found among the newest; rarer ones by the index. A word that
# most cases have would cost the index a bitmap of all of them, so those it finds are looked through.
_FUNCTION = """
CREATE OR REPLACE FUNCTION cases_newest_with(asked text, units bigint[], looked integer, most integer)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE
    query tsquery := to_tsquery('simple', asked);
    one bigint := CASE WHEN cardinality(units) = 1 THEN units[1] END;
    sample tsvector[];
    rare text;
    found bigint[];
BEGIN
    IF one IS NOT NULL THEN
        SELECT array_agg(words) INTO sample FROM (
            SELECT words FROM cases_casewords WHERE unit_id = one
            ORDER BY opened_at DESC, case_id DESC LIMIT looked / 20
        ) AS newest;
    ELSE
        SELECT array_agg(words) INTO sample FROM (
            SELECT words FROM cases_casewords WHERE units IS NULL OR unit_id = ANY(units)
            ORDER BY opened_at DESC, case_id DESC LIMIT looked / 20
        ) AS newest;
    END IF;
    IF (SELECT count(*) FROM unnest(sample) AS words WHERE words @@ query) * 20 < most THEN
        found := NULL;
    ELSIF one IS NOT NULL THEN
        SELECT array_agg(case_id) INTO found FROM (SELECT case_id FROM (
            SELECT case_id, words FROM cases_casewords WHERE unit_id = one
            ORDER BY opened_at DESC, case_id DESC LIMIT looked
        ) AS newest WHERE words @@ query LIMIT most) AS hits;
    ELSE
        SELECT array_agg(case_id) INTO found FROM (SELECT case_id FROM (
            SELECT case_id, words FROM cases_casewords
            WHERE units IS NULL OR unit_id = ANY(units)
            ORDER BY opened_at DESC, case_id DESC LIMIT looked
        ) AS newest WHERE words @@ query LIMIT most) AS hits;
    END IF;
    IF coalesce(cardinality(found), 0) < most THEN
        SELECT string_agg(word, ' & ') INTO rare FROM unnest(string_to_array(asked, ' & ')) AS word
         WHERE (SELECT count(*) FROM unnest(sample) AS words
                 WHERE words @@ to_tsquery('simple', word)) * 10 < cardinality(sample);
        SELECT array_agg(case_id) INTO found FROM (
            SELECT case_id FROM (
                SELECT case_id, opened_at, words FROM cases_casewords
                WHERE words @@ to_tsquery('simple', coalesce(rare, asked))
                  AND (units IS NULL OR unit_id = ANY(units))
                OFFSET 0
            ) AS few WHERE words @@ query
            ORDER BY opened_at DESC, case_id DESC LIMIT most
        ) AS hits;
    END IF;
    RETURN QUERY SELECT unnest(found);
END $$;
"""
_BEFORE = import_module("kck.cases.migrations.0011_newest_words")._FUNCTION


class Migration(migrations.Migration):

    dependencies = [('cases', '0013_complaint_route_order')]

    operations = [
        migrations.RunSQL(
            sql=_FUNCTION,
            reverse_sql=_BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
    ]
