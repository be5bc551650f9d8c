"""A rules file becomes a protocol: model, loader, schema, problems."""
