"""The selection of a batch over the machines of a Dask cluster, for collections that do not fit one.

Every machine holds a part of the features and of the factor. What travels are the judged rows, to the parts, and
shortlists, from them: the greedy choice itself is made where it is asked for, by the same strategies.
"""
