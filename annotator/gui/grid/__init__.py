"""The image grid: model, layout, painting and input."""
