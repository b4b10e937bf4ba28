"""Config strings, options and files."""
