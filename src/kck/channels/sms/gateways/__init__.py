"""The shapes in which providers speak, one file each. They know nothing of the network."""
