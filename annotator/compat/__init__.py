"""For those who come from the reference implementation of ITAL (cvjena/ITAL): its interface, and its criterion.

:mod:`annotator.compat.ital` and :mod:`annotator.compat.regression` offer its learners under the names they have there,
on the model and the strategies of this package. :mod:`benchmarks.reference_criterion` computes what its criterion
computes, defects included. What maps to what, and what was mended, is in docs/reference.md.
"""
