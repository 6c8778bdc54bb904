"""Who is who: records of sources, judgements between them, and the people that follow from these."""
