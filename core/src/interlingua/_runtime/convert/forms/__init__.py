"""Forms of data sets' lines that no API speaks: records of conversations, and the lines of batch files. Pure."""
