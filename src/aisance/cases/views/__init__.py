"""The pages that belong to cases as such; the advisor's day is in `desk`."""
