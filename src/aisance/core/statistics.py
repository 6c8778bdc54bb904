"""The interval of a share, which several domains show. Pure, standard library only."""

from math import sqrt

Z95 = 1.959963984540054
"""The quantile of the normal law for a two-sided 95 % interval."""


def wilson(successes: float, n: float, z: float = Z95) -> tuple[float, float] | None:
    """The 95 % interval of a share of `successes` in `n`, in [0, 1]; null where there is nothing to share.

    It stays inside [0, 1] and is honest at 0 % and 100 %, where the plain interval has no width.
    Source: E. B. Wilson, 1927, JASA 22, 209-212.

    >>> low, high = wilson(81, 263)
    >>> f"{low:.4f} {high:.4f}"
    '0.2553 0.3662'
    """
    if n <= 0:
        return None
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At 0 and 1 the bound is the share itself; rounding must not push it outside.
    return (0.0 if successes <= 0 else max(0.0, centre - half), 1.0 if successes >= n else min(1.0, centre + half))
