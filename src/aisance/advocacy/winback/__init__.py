"""Lost customers asked back once the cause is mended: one attempt, and some left alone so that the effect is known."""
