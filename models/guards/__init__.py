"""What `models.guard` is made of: loops, long texts, marks and foreign signs, capitals. Text in, text out."""
