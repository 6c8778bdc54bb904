"""Questions by text message: a short link, a score by answer, and the way on from there."""
