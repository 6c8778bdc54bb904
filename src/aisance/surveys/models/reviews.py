"""Public reviews: where they are published, and what stands beside each."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from aisance.surveys.models.responses import Response


class ReviewSource(models.Model):
    """A place on which people publish what they think of the company: a review site, a shop of apps, a network.

    Its reviews are responses of kind review under the source `review:` and the code. No table holds the key with which
    the site signs: it is made of the code, `key_number` and the installation's secret. 0: no key was made, and
    nothing is taken by webhook.
    """

    class Shape(models.TextChoices):
        OWN = "own", _("Ours")
        GOOGLE = "google", _("Google Business Profile")
        TRUSTPILOT = "trustpilot", "Trustpilot"
        PATHS = "paths", _("Another one, by the paths below")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    shape = models.CharField(max_length=12, choices=Shape, default=Shape.OWN)
    paths = models.JSONField(default=dict, help_text="For another shape: where each column stands, as review.stars.")
    places = models.JSONField(default=dict, help_text="Codes of units by the place that reviews name.")
    key_number = models.PositiveIntegerField(default=0)
    former_until = models.DateTimeField(null=True, help_text="Until when the key before this one is good as well.")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="Since when nothing is taken by webhook.")

    class Meta:
        ordering: ClassVar = ["name", "code"]

    def __str__(self) -> str:
        return self.code


class Review(models.Model):
    """What stands beside a public review, as its author shows it to everybody; the rating and words are answers."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, primary_key=True, related_name="review")
    source = models.ForeignKey(ReviewSource, on_delete=models.PROTECT, related_name="reviews")
    author = models.CharField(max_length=160, blank=True)
    handle = models.CharField(max_length=120, blank=True)
    reach = models.BigIntegerField(null=True, help_text="Followers or views, as the source counts them.")
    link = models.URLField(max_length=500, blank=True)
    place = models.CharField(max_length=160, blank=True)
    erased_at = models.DateTimeField(null=True, help_text="Since when nothing is kept but the rating.")

    def __str__(self) -> str:
        return f"review {self.response_id}"
