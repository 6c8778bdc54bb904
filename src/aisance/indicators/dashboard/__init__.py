"""What the first page says: the chosen indicators, channels by ease, steps of the main journey, what came in today.

Every figure comes from `public.estimates`; here they are put side by side and into words.
"""
