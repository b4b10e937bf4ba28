"""WHO DOES IT: the only room with I/O. Private: `interlingua` hands on what is public."""
