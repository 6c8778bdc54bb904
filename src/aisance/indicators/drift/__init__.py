"""Whether a figure drifts from what was to be expected."""
