"""The data layer: image files, features, the project file, imports and exports. It contains no learning code."""
