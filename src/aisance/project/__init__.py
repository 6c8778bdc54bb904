"""Settings, environment, URLs and navigation: the only place that knows every domain."""
