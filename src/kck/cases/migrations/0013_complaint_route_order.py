from django.db import migrations, models


def number(apps, schema_editor):
    """In the order in which they stood; a rule that comes later may go in between."""
    routes = apps.get_model("cases", "ComplaintRoute").objects.order_by("pk")
    for place, route in enumerate(routes, 1):
        route.order = place * 10
        route.save(update_fields=["order"])


class Migration(migrations.Migration):

    dependencies = [("cases", "0012_returned_index")]

    operations = [
        migrations.AddField(
            model_name="complaintroute",
            name="order",
            field=models.PositiveIntegerField(default=0, db_default=0),
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
    ]
