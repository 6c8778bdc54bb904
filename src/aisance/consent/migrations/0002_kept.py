from django.db import migrations

from aisance.consent.guards import put_up, take_down


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]

    operations = [migrations.RunPython(lambda apps, editor: put_up(), lambda apps, editor: take_down())]
