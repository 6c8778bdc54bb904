"""What customers, as a domain, keeps about each of them; and what the outbox and the audit trail do."""

from aisance.customers.personal import bought, declared, known, traces, written

__all__ = ["bought", "declared", "known", "traces", "written"]
