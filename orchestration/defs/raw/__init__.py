"""Raw: accepted rows by feed, and the schema that shows them to the models."""
