"""What this machine could do at best: read memory, and multiply 8-bit integers.

`python limits.py THREADS` (with PyTorch) prints both as JSON: bytes a second, multiplications a second.
"""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

_BYTES = 1 << 30
_SECONDS = 1.5


def memory_bandwidth(threads: int) -> float:
    """Bytes a second that all threads together read from a gigabyte, the best of several passes."""
    parts = np.array_split(np.ones(_BYTES // 8, np.uint64), threads)
    with ThreadPoolExecutor(threads) as pool:
        return _BYTES / _fastest(lambda: list(pool.map(np.bitwise_or.reduce, parts)))


def integer_products(threads: int) -> float:
    """Multiplications of 8-bit integers a second, by PyTorch's own kernels (oneDNN), at the best of several heights.

    The matrices are those of NLLB's feed-forward layers, and there are as many as lie outside the caches.
    """
    import torch

    torch.set_num_threads(threads)
    torch.backends.quantized.engine = "onednn"
    layers = [torch.ao.nn.quantized.dynamic.Linear.from_float(_dynamic(torch.nn.Linear(1024, 4096))) for _ in range(16)]
    best = 0.0
    for rows in (16, 64, 256, 1024):
        values = torch.randn(rows, 1024)

        def run(values: "torch.Tensor" = values) -> None:
            for layer in layers:
                layer(values)

        with torch.inference_mode():
            best = max(best, rows * 1024 * 4096 * len(layers) / _fastest(run))
    return best


def _dynamic(layer: "object") -> "object":
    import torch

    layer.qconfig = torch.ao.quantization.default_dynamic_qconfig  # type: ignore[attr-defined]
    return layer


def _fastest(run: Callable[[], object]) -> float:
    """Seconds of the fastest pass; others may be using the machine."""
    run()
    passes: list[float] = []
    end = time.perf_counter() + _SECONDS
    while time.perf_counter() < end or len(passes) < 3:
        began = time.perf_counter()
        run()
        passes.append(time.perf_counter() - began)
    return min(passes)


if __name__ == "__main__":
    cores = int(sys.argv[1])
    print(json.dumps({"bandwidth": memory_bandwidth(cores), "products": integer_products(cores)}))
