"""The currencies of the world, as far as amounts are counted in them."""

DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""The decimals of a currency after ISO 4217, where they are not two."""


def decimals(currency: str) -> int:
    """How many decimals an amount in this currency has.

    >>> decimals("EUR"), decimals("JPY"), decimals("TND")
    (2, 0, 3)
    """
    return DECIMALS.get(currency, 2)
