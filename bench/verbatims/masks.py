"""What masking misses, on texts in which names, numbers and addresses were planted; and what it hides by mistake."""

from collections.abc import Iterator

from aisance.verbatims.reading.masking import Hidden, masked
from bench.rows import Row
from bench.verbatims.right import row

PLANTED: dict[Hidden, tuple[str, ...]] = {
    Hidden.PHONE: (
        *(
            "06 12 34 56 78",
            "06.12.34.56.78",
            "0612345678",
            "+33 6 12 34 56 78",
            "01-42-68-53-00",
            "0033 1 42 68 53 00",
        ),
        *("+32 475 12 34 56", "02 512 34 56", "020 7946 0958", "+44 20 7946 0958", "07700 900123", "(212) 555-0123"),
        *("212-555-0123", "+1 212 555 0123", "06 12345678"),
    ),
    Hidden.EMAIL: (
        *("marie.durand@orange.fr", "JEAN_LUC@example.org", "a.b+c@sub.example.co.uk", "paul (at) example.org"),
        *("paul@example.org.", "p.moreau@free.fr", "info@xn--caf-dma.example", "sophie @ example.com", "x@y.io"),
        "jean.dupont[at]example.com",
    ),
    Hidden.CARD: (
        *("4111 1111 1111 1111", "4111111111111111", "5500-0000-0000-0004", "3782 822463 10005", "6011 1111 1111 1117"),
        *("4000.0566.5566.5556", "5105105105105100", "4242 4242 4242 4242"),
    ),
    Hidden.IBAN: (
        *(
            "FR76 3000 6000 0112 3456 7890 189",
            "FR7630006000011234567890189",
            "BE68 5390 0754 7034",
            "BE68539007547034",
        ),
        *("GB82 WEST 1234 5698 7654 32", "DE89 3704 0044 0532 0130 00", "fr76 3000 6000 0112 3456 7890 189"),
    ),
    Hidden.NAME: (
        *(
            "Mme Dupont",
            "M. Lefèvre",
            "Madame Nguyen",
            "Monsieur Ben Salah",
            "Sophie Martin",
            "Jean-Luc Moreau",
            "Kevin",
        ),
        *("Mr Smith", "Mrs O'Brien", "Dr. Patel", "Aisha Khan", "Sarah", "Dupont", "Kowalski", "marie", "mme durand"),
        *("Yusuf", "Xiaoming Li", "Léopoldine", "McAllister"),
    ),
}
UNSEEN = (
    *(
        "Mme Rasoanaivo",
        "Vandenbroucke",
        "Delattre",
        "Eloïse Tremblay",
        "merci sophie",
        "conseiller julien",
        "MacGregor",
    ),
    *("Bjorn", "Hakima", "Thibaut Leroy", "Fitzgerald", "spoke to karen", "M. de Witte", "O'Sullivan"),
)
"""Names that the lists were not made for: written down after them, without a look into them."""
FRAMES = ("Merci de noter {} pour mon dossier, j'attends depuis lundi", "Please note {} for my file, still waiting")
HARMLESS = (
    *("J'ai attendu 40 minutes le 12/03/2024", "Commande 1234567890 jamais reçue", "Merci Madame pour votre aide"),
    *("I paid 1,250.00 on 03/04/2024", "Flight 4461 was late by 2 hours 35", "The rose garden in Paris was lovely"),
    *(
        "Contrat 2024-556677 résilié",
        "Orange Bank et Air France sont partenaires",
        "Great service on gate 12B at 10:45",
    ),
    *("Le pont de mai et Noël étaient pleins", "Version 12.4.1 of the app crashes", "Réf. AB12CD34, 15 € de frais"),
)


def masking() -> Iterator[Row]:
    """The share that is hidden, by kind, in a French and an English sentence each; and harmless texts left alone."""
    for kind, words in PLANTED.items():
        missed = [one for one in words for frame in FRAMES if one in masked(frame.format(one)).text]
        n = len(words) * len(FRAMES)
        seen = "missed: " + ", ".join(sorted(set(missed))) if missed else "none missed"
        yield row(f"masked: {kind.value}", 1 - len(missed) / n, None, n, seen)
    missed = [one for one in UNSEEN for frame in FRAMES if one.split()[-1] in masked(frame.format(one)).text]
    n = len(UNSEEN) * len(FRAMES)
    yield row("masked: name, others", 1 - len(missed) / n, None, n, "missed: " + ", ".join(sorted(set(missed))))
    left = sum(masked(text).text == text for text in HARMLESS)
    yield row(
        "masked: harmless texts left alone", left / len(HARMLESS), None, len(HARMLESS), "dates, orders, prices, places"
    )
