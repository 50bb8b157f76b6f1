"""What is done with releases: compared, looked at, rolled back, sent elsewhere."""
