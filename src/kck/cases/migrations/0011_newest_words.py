"""The newest cases with some words, in one question."""

from django.db import migrations

# A frequent word is found among the newest cases at once, a rare one by the index at once. Which
# it is, is found out by looking: the planner would read the whole table for a middling one.
_FUNCTION = """
CREATE FUNCTION cases_newest_with(asked text, units bigint[], looked integer, most integer)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE
    query tsquery := to_tsquery('simple', asked);
    one bigint := CASE WHEN cardinality(units) = 1 THEN units[1] END;
    found bigint[];
BEGIN
    IF one IS NOT NULL THEN
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
        SELECT array_agg(case_id) INTO found FROM (
            SELECT case_id FROM cases_casewords
            WHERE words @@ query AND (units IS NULL OR unit_id = ANY(units))
            ORDER BY opened_at + interval '0' DESC, case_id DESC LIMIT most
        ) AS hits;
    END IF;
    RETURN QUERY SELECT unnest(found);
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [('cases', '0010_clocks')]

    operations = [
        migrations.RunSQL(
            sql=_FUNCTION,
            reverse_sql="DROP FUNCTION cases_newest_with(text, bigint[], integer, integer)",
        ),
    ]
