"""Files and SQLite: images, features, the project file, exports. No learning here."""
