"""Tags of the workshop's templates."""
