"""Template tags of verbatims."""
