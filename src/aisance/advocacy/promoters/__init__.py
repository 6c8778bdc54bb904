"""Ultra-promoters, and the testimonials that they are asked for, give, allow to be used, and withdraw."""
