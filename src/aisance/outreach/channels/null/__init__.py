"""The twin of every channel that sends nowhere: for programmes on trial."""
