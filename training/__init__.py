"""Makes the weights in `resources/songwright_resources/weights`; docs/training.md tells how and from what."""
