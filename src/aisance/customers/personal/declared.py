"""Columns of text that hold nothing about customers, here and in the domains below, and why."""

from aisance.core.personal import impersonal

CODES = "Codes that the company or the product chose."

impersonal(
    CODES,
    *(
        "customers.Customer.segment",
        "customers.Customer.language",
        "customers.Identifier.kind",
        "customers.SourceRecord.source",
    ),
    *(f"customers.Judgement.{name}" for name in ("verdict", "by_kind", "by", "model", "withdrawn_by")),
    *(f"customers.Purchase.{name}" for name in ("source", "currency", "place")),
    *("customers.Visit.source", "customers.Visit.place", "customers.ImportTrace.what"),
    *(f"customers.ProfileValue.{name}" for name in ("way", "source", "by")),
    *(f"customers.Asking.{name}" for name in ("way", "fate", "by")),
    *("customers.ServiceChoice.via", "customers.BookNote.subject", "customers.BookNote.purpose"),
    *("customers.Group.kind", "core.Event.name", "core.Event.last_error"),
    *(f"core.AuditEntry.{name}" for name in ("actor_kind", "action", "object_type", "object_id")),
)
impersonal("Names of staff and where they sat.", "core.AuditEntry.actor_name", "core.AuditEntry.address")
impersonal("The name of staff.", "customers.BookNote.author")
impersonal(
    "The company's own definitions.",
    *(
        f"customers.{table}.*"
        for table in (
            *("ProfileField", "ProfileFieldVersion", "ProfileRules", "FieldUse", "ExchangeService"),
            *("Segment", "SegmentVersion"),
        )
    ),
)
impersonal("Values that many people share, and that say nothing of one.", "customers.PlaceholderValue.*")
impersonal("Files by name and counts; what they hold is in the rows they became.", "customers.ImportRun.*")
impersonal(
    "Staff and organisation.",
    *(f"accounts.{table}.*" for table in ("Unit", "Person", "Assignment", "ApiKey", "Advisor")),
)
impersonal("Numbers of days and files.", "lake.StaleDay.*", "lake.StoreKey.*")
