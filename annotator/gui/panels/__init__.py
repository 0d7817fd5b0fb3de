"""The panels next to the grid."""
