"""What there is to read: articles read before, collections, folders, samples. No Textual here."""
