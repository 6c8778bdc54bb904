"""By what messages leave: an SMTP server, a folder, or any other mail backend of Django. Knows no database."""
