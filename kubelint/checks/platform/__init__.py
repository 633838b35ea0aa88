"""Platform: what the cluster and its add-ons make of their own objects."""
