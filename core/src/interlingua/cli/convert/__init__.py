"""`interlingua convert`: data sets from one form into another, whole or not at all."""
