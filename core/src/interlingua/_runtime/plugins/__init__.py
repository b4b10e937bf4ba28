"""What is installed: providers, dialects and observers."""
