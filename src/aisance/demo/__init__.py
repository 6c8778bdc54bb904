"""A fictional bilingual company with its cast and its planted stories."""
