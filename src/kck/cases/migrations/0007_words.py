"""Words of cases, kept by triggers: whatever writes a case or a text keeps them too.

Older cases are gathered afterwards, a few hundred at a time, by `jobs.gather_words`: nobody waits
for the migration.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# as `people.rules` makes words alike; mail addresses and numbers of seven digits or more are left
# out: telephones, PESEL and card numbers are looked for nowhere
_FUNCTIONS = r"""
CREATE FUNCTION cases_words(body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT strip(to_tsvector('pg_catalog.simple'::regconfig, regexp_replace(regexp_replace(
        translate(lower(body), 'ąćęłńóśźżäöüéèáíúčšřžňđ', 'acelnoszzaoueeaiucsrznd'),
        '\S+@\S+|\d([ -]?\d){6,}', ' ', 'g'), '[^[:alnum:]]+', ' ', 'g')))
$$;

CREATE FUNCTION cases_live(state text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT state NOT IN ('closed', 'merged', 'withdrawn')
$$;

-- anew, from everything that stands in the case now
CREATE FUNCTION cases_gather_words(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_casewords AS kept (case_id, unit_id, opened_at, live, words)
    SELECT one.id, one.unit_id, one.opened_at, cases_live(one.state),
           cases_words(concat_ws(' ', one.address, one.street, (
               SELECT string_agg(body, ' ') FROM cases_casetext
                WHERE case_id = one.id AND erased_at IS NULL)))
      FROM cases_case AS one WHERE one.id = ANY(ids)
    ON CONFLICT (case_id) DO UPDATE SET unit_id = excluded.unit_id,
        opened_at = excluded.opened_at, live = excluded.live, words = excluded.words
$$;

CREATE FUNCTION cases_case_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_casewords AS kept (case_id, unit_id, opened_at, live, words)
    SELECT id, unit_id, opened_at, cases_live(state), cases_words(address || ' ' || street)
      FROM fresh
    ON CONFLICT (case_id) DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION cases_case_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.address <> NEW.address OR OLD.street <> NEW.street THEN
        PERFORM cases_gather_words(ARRAY[NEW.id]);
    ELSE
        UPDATE cases_casewords
           SET unit_id = NEW.unit_id, opened_at = NEW.opened_at, live = cases_live(NEW.state)
         WHERE case_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION cases_text_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_casewords AS kept (case_id, unit_id, opened_at, live, words)
    SELECT one.id, one.unit_id, one.opened_at, cases_live(one.state),
           cases_words(concat_ws(' ', one.address, one.street, written.bodies))
      FROM (SELECT case_id, string_agg(body, ' ') AS bodies FROM fresh
             WHERE erased_at IS NULL GROUP BY case_id) AS written
      JOIN cases_case AS one ON one.id = written.case_id
    ON CONFLICT (case_id) DO UPDATE SET words = kept.words || excluded.words;
    RETURN NULL;
END $$;

CREATE FUNCTION cases_text_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_casewords WHERE case_id = OLD.case_id) THEN
        PERFORM cases_gather_words(ARRAY[OLD.case_id]);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER cases_words_opened AFTER INSERT ON cases_case
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cases_case_opened();
CREATE TRIGGER cases_words_changed AFTER UPDATE ON cases_case FOR EACH ROW
    WHEN (OLD.unit_id <> NEW.unit_id OR OLD.opened_at <> NEW.opened_at
          OR OLD.address <> NEW.address OR OLD.street <> NEW.street OR
          cases_live(OLD.state) <> cases_live(NEW.state))
    EXECUTE FUNCTION cases_case_changed();
CREATE TRIGGER cases_words_written AFTER INSERT ON cases_casetext
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION cases_text_written();
CREATE TRIGGER cases_words_rewritten AFTER UPDATE ON cases_casetext FOR EACH ROW
    WHEN (OLD.body <> NEW.body OR OLD.erased_at IS DISTINCT FROM NEW.erased_at)
    EXECUTE FUNCTION cases_text_changed();
CREATE TRIGGER cases_words_removed AFTER DELETE ON cases_casetext FOR EACH ROW
    EXECUTE FUNCTION cases_text_changed();

INSERT INTO cases_wordstogather (upto) SELECT max(id) FROM cases_case HAVING max(id) IS NOT NULL;
"""
_AWAY = """
DROP TRIGGER cases_words_opened ON cases_case;
DROP TRIGGER cases_words_changed ON cases_case;
DROP TRIGGER cases_words_written ON cases_casetext;
DROP TRIGGER cases_words_rewritten ON cases_casetext;
DROP TRIGGER cases_words_removed ON cases_casetext;
DROP FUNCTION cases_case_opened, cases_case_changed, cases_text_written, cases_text_changed,
    cases_gather_words, cases_words, cases_live;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_unit_index"),
        ("people", "0003_card_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseWords",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("unit_id", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("live", models.BooleanField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("live", True)), fields=["words"], name="case_words_live"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], name="case_words_all"
                    ),
                    models.Index(fields=["-opened_at", "-case"], name="case_words_newest"),
                    models.Index(fields=["unit_id", "-opened_at", "-case"], name="case_words_unit"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WordsToGather",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("upto", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(sql=_FUNCTIONS, reverse_sql=_AWAY),
    ]
