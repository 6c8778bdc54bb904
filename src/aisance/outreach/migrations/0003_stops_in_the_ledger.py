from django.db import migrations

from aisance.consent.chain import hash_of, personal_of
from aisance.consent.sealing import FIRST, new_salt, seal
from aisance.core import clock


def write_stops(apps, editor):
    """Bring every stop into the ledger of consent, in the order in which they came."""
    stops = apps.get_model("outreach", "OptOut").objects.order_by("at", "pk")
    entries, people = apps.get_model("consent", "Entry"), apps.get_model("consent", "EntryPerson")
    last = entries.objects.order_by("-position").values_list("position", "hash").first()
    position, previous = last or (0, FIRST)
    now = clock.now()
    for stop in stops.iterator(chunk_size=2_000):
        position += 1
        person = people(
            entry_id=position, customer_id=stop.customer_id, proof={"via": stop.via}, salt=new_salt()
        )
        row = entries(
            position=position,
            at=now,
            said_at=stop.at,
            purpose=stop.purpose,
            channel="*",
            act="withdrawn",
            method="transfer",
            actor="system:migration",
            seal=seal(person.salt, personal_of(person)),
            previous_hash=previous,
        )
        previous = row.hash = hash_of(row)
        row.save(force_insert=True)
        person.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0002_kept"),
        ("outreach", "0002_pressure_and_channels"),
    ]

    operations = [
        migrations.RunPython(write_stops, migrations.RunPython.noop),
        migrations.DeleteModel(name="OptOut"),
    ]
