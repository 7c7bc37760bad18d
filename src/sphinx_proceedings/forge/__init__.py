"""What the workflows of a forge call: each step is a command that runs anywhere."""
