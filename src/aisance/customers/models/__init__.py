"""Tables of customers, a module for each kind of thing."""

from aisance.customers.models.customers import Customer, Identifier
from aisance.customers.models.identity import (
    Group,
    GroupMember,
    Judgement,
    MatchKey,
    PlaceholderValue,
    SourceRecord,
)
from aisance.customers.models.imports import ImportRun, ImportTrace
from aisance.customers.models.profile import (
    Asking,
    BookNote,
    ExchangeService,
    FieldUse,
    ProfileField,
    ProfileFieldVersion,
    ProfileRules,
    ProfileValue,
    ServiceChoice,
)
from aisance.customers.models.purchases import Purchase, Visit
from aisance.customers.models.search import SearchBearer, SearchDue, SearchSlip, SearchWord
from aisance.customers.models.segments import Segment, SegmentVersion

__all__ = [
    "Asking",
    "BookNote",
    "Customer",
    "ExchangeService",
    "FieldUse",
    "Group",
    "GroupMember",
    "Identifier",
    "ImportRun",
    "ImportTrace",
    "Judgement",
    "MatchKey",
    "PlaceholderValue",
    "ProfileField",
    "ProfileFieldVersion",
    "ProfileRules",
    "ProfileValue",
    "Purchase",
    "SearchBearer",
    "SearchDue",
    "SearchSlip",
    "SearchWord",
    "Segment",
    "SegmentVersion",
    "ServiceChoice",
    "SourceRecord",
    "Visit",
]
