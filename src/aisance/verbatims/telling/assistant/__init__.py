"""An optional language model that names and sums up texts. Off by default; the product is complete without it.

It is given masked texts only, its quotes must stand in them word for word, and each call is traced and paid from a
budget.
"""
