"""The journey as a map of effort, and the moments that matter."""
