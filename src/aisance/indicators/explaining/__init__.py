"""Why a figure moved: mix against rate, in words."""
