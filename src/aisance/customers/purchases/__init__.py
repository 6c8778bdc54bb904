"""What customers bought and when they came: recording, from files and by the API."""
