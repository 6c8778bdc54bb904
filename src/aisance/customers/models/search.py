"""By what customers are found: their words, slips of these words, and who waits to be looked through again."""

from typing import ClassVar

from django.db import models


class SearchWord(models.Model):
    """A word that names or addresses of customers hold, folded; each is kept once, whoever bears it.

    A telephone number stands in it backwards behind `#`, since people remember its end; what follows the sign of an
    e-mail address stands behind `@`. `bearers` is about how many customers bear it: a guide for what to read first.
    """

    word = models.CharField(max_length=80, unique=True)
    bearers = models.IntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"word {self.pk}"


class SearchBearer(models.Model):
    """This customer bears this word. The database does not check the ends: a hundred million checks, for a guide."""

    pk = models.CompositePrimaryKey("word_id", "customer_id")
    word = models.ForeignKey(
        SearchWord, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["customer", "word"], name="search_words_of_customer")]

    def __str__(self) -> str:
        return f"customer {self.customer_id} bears word {self.word_id}"


class SearchSlip(models.Model):
    """The number of what remains of a word when one letter slips out: two words one slip apart share one."""

    slip = models.BigIntegerField()
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["slip", "word"], name="search_slip")]

    def __str__(self) -> str:
        return f"slip of word {self.word_id}"


class SearchDue(models.Model):
    """A customer whose words have changed, written in the transaction that changed them."""

    customer_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"customer {self.customer_id} is due"
