"""Alert rules: which answers open a case, decided within seconds, each once and with its reason."""
