"""The nets as PyTorch modules."""
