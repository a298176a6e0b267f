"""The frame of the window: top bar, rail and drawers, stages, helper and the strip of the whole song."""
