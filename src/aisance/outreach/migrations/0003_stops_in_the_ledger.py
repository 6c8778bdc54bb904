from django.db import migrations

from aisance.consent.public import carry_over


def write_stops(apps, editor):
    """Bring every stop into the ledger of consent, in the order in which they came."""
    stops = apps.get_model("outreach", "OptOut").objects.order_by("at", "pk")
    carry_over(
        apps,
        ((stop.customer_id, stop.purpose, stop.at, stop.via) for stop in stops.iterator(chunk_size=2_000)),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0002_kept"),
        ("outreach", "0002_pressure_and_channels"),
    ]

    operations = [
        migrations.RunPython(write_stops, migrations.RunPython.noop),
        migrations.DeleteModel(name="OptOut"),
    ]
