"""What happy customers give: praise, testimonials, ideas; and lost ones who are asked back."""
