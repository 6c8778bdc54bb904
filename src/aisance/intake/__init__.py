"""Files coming in: readers, mappings, refusals. It knows tables of text and knows no domain."""
