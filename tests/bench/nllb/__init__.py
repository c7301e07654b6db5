"""What `bench_nllb.py` is made of: random weights of a true shape, the contenders, the machine's limits, the report."""
