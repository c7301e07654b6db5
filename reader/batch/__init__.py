"""Many articles: each fails alone, outputs are written whole, and a rerun does only what is missing."""
