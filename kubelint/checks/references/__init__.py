"""References: fields that name an object which is not there, or not as they need it."""
