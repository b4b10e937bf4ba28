"""`Model` and `AsyncModel`, which do what the life of a call says: all of the I/O."""
