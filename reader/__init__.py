"""The reader: articles in, aligned Indonesian and English out."""
