"""Compatibility with the reference implementation of ITAL (cvjena/ITAL): its interface and its criterion.

:mod:`annotator.compat.ital` and :mod:`annotator.compat.regression` provide its learners under their original names, on
the model and the strategies of this package. :mod:`benchmarks.reference_criterion` reproduces its criterion, including
defects. docs/reference.md has the correspondence and lists what was fixed.
"""
