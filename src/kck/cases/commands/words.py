"""Words of cases that were there before words were kept."""

from django.db import connection, transaction

from kck.cases.models import Case, WordsToGather

AT_ONCE = 500


def gather_some(count: int = AT_ONCE) -> bool:
    """The newest of those still missing; whether there may be more.

    Whoever writes one of them waits some tens of milliseconds, so that no text that is being
    erased right now gets in.
    """
    with transaction.atomic():
        left = WordsToGather.objects.select_for_update(skip_locked=True).first()
        if left is None:
            return False
        older = Case.objects.filter(pk__lte=left.upto).order_by("-pk")
        ids = list(older.values_list("pk", flat=True)[:count])
        if not ids:
            left.delete()
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM cases_case WHERE id = ANY(%s) FOR SHARE", [ids])
            cursor.execute("SELECT cases_gather_words(%s)", [ids])
        left.upto = ids[-1] - 1
        left.save(update_fields=["upto"])
        return True
