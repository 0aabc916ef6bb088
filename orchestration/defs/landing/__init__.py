"""Landing: the originals as they came."""
