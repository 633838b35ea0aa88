"""What the API server refuses beyond the schema: small facts per type, one module per API group or topic in it."""
