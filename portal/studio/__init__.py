"""The studio: instructors write modules together, as drafts that nobody else sees."""
