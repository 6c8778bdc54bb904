"""The columnar store of facts: Parquet by month, read by DuckDB. It knows tables, and knows no domain."""
