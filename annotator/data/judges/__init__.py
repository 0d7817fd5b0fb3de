"""Several people who judge the same images: copies for each of them, their judgements brought together."""
