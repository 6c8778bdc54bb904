"""Testimonials: what was asked, every text of it, and where it is used."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from aisance.advocacy.contracts import Naming, Place, TestimonialState

STATE_NAMES: dict[str, Any] = {
    TestimonialState.ASKED: pgettext_lazy("testimonial", "Asked"),
    TestimonialState.GIVEN: pgettext_lazy("testimonial", "Given"),
    TestimonialState.EDITED: pgettext_lazy("testimonial", "Waits for the customer"),
    TestimonialState.APPROVED: pgettext_lazy("testimonial", "May be used"),
    TestimonialState.DECLINED: pgettext_lazy("testimonial", "Declined"),
    TestimonialState.WITHDRAWN: pgettext_lazy("testimonial", "Withdrawn"),
}
NAMING_NAMES: dict[str, Any] = {
    Naming.FULL: pgettext_lazy("testimonial", "With my full name"),
    Naming.FIRST: pgettext_lazy("testimonial", "With my first name only"),
    Naming.NONE: pgettext_lazy("testimonial", "Without my name"),
}
PLACE_NAMES: dict[str, Any] = {
    Place.WEBSITE: pgettext_lazy("testimonial", "Website"),
    Place.SOCIAL: pgettext_lazy("testimonial", "Social networks"),
    Place.MAIL: pgettext_lazy("testimonial", "E-mails and newsletters"),
    Place.PRINT: pgettext_lazy("testimonial", "Posters and leaflets"),
    Place.INSIDE: pgettext_lazy("testimonial", "Inside the company"),
}


class Testimonial(models.Model):
    """One customer asked in one year. `customer` is the record that stands for the person, null after an erasure.

    `unit` is where the kind words came from. `proof` is the position in the ledger of consent. `problem` says why the
    request did not leave. Whoever withdraws keeps the row, without words, until every use is taken down.
    """

    __test__ = False  # the name makes pytest look for tests in it

    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=9, choices=list(STATE_NAMES.items()), default=TestimonialState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    problem = models.CharField(max_length=60, blank=True)
    naming = models.CharField(max_length=5, blank=True, choices=list(NAMING_NAMES.items()))
    shown_name = models.CharField(max_length=120, blank=True)
    places = models.JSONField(default=list, help_text="Where it may be used, codes of Place.")
    given_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When it was declined or withdrawn.")
    proof = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "year"], name="one_testimonial_a_year", condition=models.Q(problem="")
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in TestimonialState]),
                name="known_testimonial_state",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"], name="testimonial_state")]

    def __str__(self) -> str:
        return f"testimonial {self.pk}"


class TestimonialText(models.Model):
    """One wording. The one in use is the last that its author approved; what they wrote themselves they approve."""

    __test__ = False

    testimonial = models.ForeignKey(Testimonial, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_ours = models.BooleanField(default=False)
    written_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["testimonial", "number"], name="one_testimonial_text_a_number"),
        ]

    def __str__(self) -> str:
        return f"text {self.number} of testimonial {self.testimonial_id}"


class TestimonialUse(models.Model):
    """One place where a testimonial stands, until it is taken down."""

    __test__ = False

    testimonial = models.ForeignKey(Testimonial, on_delete=models.CASCADE, related_name="uses")
    place = models.CharField(max_length=8, choices=list(PLACE_NAMES.items()))
    where = models.CharField(max_length=300, help_text="An address, a page number, a wall.")
    used_on = models.DateField()
    added_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["used_on", "pk"]

    def __str__(self) -> str:
        return f"{self.place} of testimonial {self.testimonial_id}"
