"""`interlingua new-provider`: a plugin's project, whole from the start."""
