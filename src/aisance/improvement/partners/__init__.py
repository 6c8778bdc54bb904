"""Partners and sellers, measured on several criteria, each with its thresholds."""
