"""Imports as things of their own: who brought which file, what it added, and what its undoing took away again."""

from typing import ClassVar

from django.db import models


class ImportRun(models.Model):
    """One file on its way into the product. `plan` is the mapping, in the form of a mapping file."""

    STATES: ClassVar = ("draft", "waiting", "running", "done", "stopped", "failed", "undoing", "undone", "dropped")

    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    stored = models.CharField(max_length=80, blank=True, help_text="The file in the home folder, until it is read.")
    size = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES])
    plan = models.JSONField(default=dict)
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    complaint = models.CharField(max_length=500, blank=True)
    undone = models.JSONField(default=dict, help_text="What the undoing took away and what stayed, counted.")

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportTrace(models.Model):
    """One thing that an import added to a customer or changed on them, so that it can be taken back.

    `after` is a digest of the words that came, enough to see whether somebody changed them since; the code itself for
    a segment, whose code before is in `before`, and the id of a judgement.
    """

    KINDS: ClassVar = ("customer", "identifier", "name", "language", "segment", "judgement")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="traces")
    what = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    identifier = models.ForeignKey("customers.Identifier", on_delete=models.CASCADE, null=True, related_name="+")
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.what} of import {self.run_id}"
