"""Makes the networks of the sung voice that ship with Songwright."""
