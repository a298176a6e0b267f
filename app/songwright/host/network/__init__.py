"""The one place that may use the network, and only towards what its user has clicked on or typed in."""
