"""Glossary: terms, where they stand in a sentence, and what became of them in its translation."""
