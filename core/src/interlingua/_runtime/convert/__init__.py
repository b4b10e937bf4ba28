"""Bodies and whole data sets from one form into another; nothing is sent."""
