"""What is sent, and the life of a call: pure."""
