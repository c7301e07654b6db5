"""The reader on the screen. The only package that imports Textual."""
