"""Ways in beside the page: the widget of a web site, a telephone call, paper."""
