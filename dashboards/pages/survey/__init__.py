"""Survey 群众测评: what people said, how sure that is, how it moved, and where each area stands."""
