"""The command line: `app.py`, one file for each command, and small pure files for what they decide."""
