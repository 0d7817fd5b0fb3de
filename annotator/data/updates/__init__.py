"""Update a project when images or features change."""
