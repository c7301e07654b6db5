"""Translation models: engine, store, the bundled model, its training and evaluation."""
