"""How good and how fast a model is: `python -m models.evaluation`. Needs sacrebleu (extra `test` or `train`)."""
