"""The five commands on an Apache Spark cluster: the same work on stretches of the input.

``splits`` cuts the input, ``tasks`` carries work to the workers (the one place that speaks
Arrow), ``parts`` puts their output together. What is done to records is the commands' own code:
their work objects are pickled and called on batches, as the local pool does.
"""
