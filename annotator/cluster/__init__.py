"""Selection of batches over the machines of a Dask cluster, for collections that do not fit on one machine.

Every machine holds a part of the features and of the factor. Judged rows are sent to the parts, which return
shortlists. The greedy selection itself runs locally, with the same strategies.
"""
