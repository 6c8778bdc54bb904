"""A calendar of promises and deadlines for each person, by a signed address that can be taken back."""
