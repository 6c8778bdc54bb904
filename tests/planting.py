"""Plants words of a customer's own in every column that may hold some, and looks for them afterwards."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from aisance.core import clock
from aisance.core.personal import holdings
from aisance.customers.models import Customer, Identifier

WORD = "zebuqx"
TEXTS = (models.CharField, models.TextField, models.JSONField)
PLACED_BY_HAND = {"customers.Customer", "customers.Identifier"}


def columns_by_table() -> dict[str, list[str]]:
    """The columns that holdings cover, by table."""
    found: dict[str, list[str]] = defaultdict(list)
    for holding in holdings():
        for column in holding.columns:
            table, _, name = column.rpartition(".")
            if isinstance(apps.get_model(table)._meta.get_field(name), TEXTS):
                found[table].append(name)
    return found


class Garden:
    """A customer, and a row of theirs in every table of which a holding speaks."""

    def __init__(self) -> None:
        now = clock.now()
        self.words: dict[str, str] = {}
        self.number = 100
        self.customer = Customer.objects.create(name=self.word("customers.Customer.name"), created_at=now)
        address = f"{self.word('customers.Identifier.value')}@example.org"
        Identifier.objects.create(customer=self.customer, kind="email", value=address, added_at=now)
        self.address = address
        # One person under two records, as after a merging.
        self.part = Customer.objects.create(name=self.word("customers.Customer.name"), created_at=now)
        Customer.objects.filter(pk=self.part.pk).update(merged_into=self.customer)
        for table, names in sorted(columns_by_table().items()):
            if table not in PLACED_BY_HAND:
                self._plant(apps.get_model(table), names)

    def word(self, column: str) -> str:
        """The word that stands in a column and nowhere else."""
        return self.words.setdefault(column, f"{WORD}{len(self.words):03d}")

    def _plant(self, table: type[models.Model], names: list[str]) -> None:
        label = table._meta.label
        row = self._theirs(table)
        given: dict[str, Any] = {}
        for name in names:
            word = self.word(f"{label}.{name}")
            plain = not isinstance(table._meta.get_field(name), models.JSONField) or label == "surveys.Answer"
            given[name] = word if plain else {"words": word}
        given |= self._ties(label, given)
        # Straight into the table: some tables refuse to be changed, and no form of ours may clean the words.
        models.QuerySet(table).filter(pk=row.pk).update(**given)

    def _ties(self, label: str, given: dict[str, Any]) -> dict[str, Any]:
        """What ties rows without a customer of their own to ours."""
        if label == "outreach.DeadAddress":
            del self.words[f"{label}.address"]
            return {"address": self.address}
        if label == "core.Event":
            return {"payload": {"customer_id": self.customer.pk, **given["payload"]}, "handled_at": clock.now()}
        if label == "core.AuditEntry":
            return {"object_type": "customer", "object_id": str(self.customer.pk)}
        return {}

    def _theirs(self, table: type[models.Model]) -> Any:
        """A row of the customer's, by way of another table where this one knows no customer."""
        owner, name = OWNERS.get(table._meta.label, ("", ""))
        return getattr(self._row(apps.get_model(owner)), name) if owner else self._row(table)

    def _row(self, table: type[models.Model]) -> Any:
        """A row of this table that belongs to the customer, with whatever it needs around it."""
        if table is Customer:
            return self.customer
        given = {field.name: self._value(field) for field in table._meta.concrete_fields if self._is_needed(field)}
        row = table(**given)
        models.QuerySet[Any](table).bulk_create([row])
        return row

    def _is_needed(self, field: Any) -> bool:
        if field.name == "customer_id" or (field.is_relation and field.related_model is Customer):
            return True
        return not (field.null or field.has_default() or field.blank or isinstance(field, models.AutoField))

    def _value(self, field: Any) -> Any:
        if field.is_relation:
            return self._related(field)
        if field.name == "customer_id":
            return self.customer.pk
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.DateTimeField):
            late = field.name in {"expires_at", "until", "due_at"}
            return clock.now() + timedelta(days=1) if late else clock.now()
        if isinstance(field, models.DateField):
            return clock.today() - timedelta(days=1)
        if isinstance(field, models.JSONField):
            return {}
        if isinstance(field, models.BooleanField):
            return False
        self.number += 1
        if isinstance(field, models.IntegerField | models.FloatField):
            return self.number
        return f"x{self.number}"[: field.max_length]

    def _related(self, field: Any) -> Any:
        table = field.related_model
        if table is Customer:
            return self.part if field.name == "right" else self.customer
        held = models.QuerySet(table).first() if table._meta.app_label == "accounts" else None
        return held or self._row(table)


OWNERS = {
    "advocacy.Idea": ("advocacy.IdeaAuthor", "idea"),
    "customers.SearchWord": ("customers.SearchBearer", "word"),
    "customers.Group": ("customers.GroupMember", "group"),
}
"""Tables whose rows are a customer's only through rows of another."""


def left_in_tables(word: str = WORD) -> Iterator[str]:
    """The tables of the database, ours or not, of which a row holds the word, with the row."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if word in str(value):
                        yield f"{table}.{name}: {value}"


def left_in_files(word: str = WORD) -> Iterator[str]:
    """The files of the home folder that hold the word; those of the store are read as tables."""
    import duckdb

    for file in sorted(Path(settings.ENVIRONMENT.home).rglob("*")):
        if file.suffix == ".parquet":
            rows = duckdb.connect().execute(f"SELECT * FROM read_parquet('{file}')").fetchall()
            if any(word in str(row) for row in rows):
                yield str(file)
        elif file.is_file() and word.encode() in file.read_bytes():
            yield str(file)
