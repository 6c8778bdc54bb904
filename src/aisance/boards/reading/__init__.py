"""What a board says at this moment to one reader: figures read once, for the page, paper, mail and files."""
