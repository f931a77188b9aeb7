"""Several processes of one thread each that train one model in shared memory.

Each works out the gradients of its own batch; then each updates its own share of the parameters with the mean gradient of
all. They meet three times a batch and sleep while they wait, so that a busy machine slows them no more than its load asks:
threads that meet at every operation lose most of their time there.
"""

import multiprocessing

import torch


class Team:
    """The processes; `rank` says which of them this one is, 0 is the one that reports and saves."""

    def __init__(self, model: torch.nn.Module, size: int):
        context = multiprocessing.get_context("fork")
        self.size, self.rank = size, 0
        model.share_memory()
        self.parameters = list(model.parameters())
        self._buffers = [torch.zeros(sum(p.numel() for p in self.parameters)).share_memory_() for _ in range(size)]
        self._norms = torch.zeros(size).share_memory_()
        self._progress = torch.zeros(1, dtype=torch.float64).share_memory_()
        self._barrier = context.Barrier(size)
        self._context = context
        # Who updates which parameter: the largest first, each to whoever has least.
        self._owner, loads = {}, [0] * size
        for index in sorted(range(len(self.parameters)), key=lambda i: -self.parameters[i].numel()):
            owner = loads.index(min(loads))
            self._owner[index] = owner
            loads[owner] += self.parameters[index].numel()

    def run(self, work) -> None:
        """Runs `work()` in every process; this one is rank 0."""
        others = [self._context.Process(target=self._other, args=(rank, work), daemon=True) for rank in range(1, self.size)]
        for other in others:
            other.start()
        work()
        for other in others:
            other.join()

    def _other(self, rank: int, work) -> None:
        self.rank = rank
        work()

    def own(self) -> set[int]:
        """Identities of the parameters that this process updates."""
        return {id(self.parameters[i]) for i, owner in self._owner.items() if owner == self.rank}

    @property
    def progress(self) -> float:
        """How far training is, 0 to 1, as rank 0 last told."""
        return float(self._progress)

    def step(self, optimizer: torch.optim.Optimizer, progress: float, clip: float) -> None:
        """Shares gradients, clips their mean to a norm, updates. `progress` counts from rank 0 alone."""
        offset = 0
        for parameter in self.parameters:
            part = self._buffers[self.rank][offset : offset + parameter.numel()]
            if parameter.grad is None:
                part.zero_()
            else:
                part.copy_(parameter.grad.flatten())
            parameter.grad = None
            offset += parameter.numel()
        self._barrier.wait()
        offset, square = 0, 0.0
        for index, parameter in enumerate(self.parameters):
            if self._owner[index] == self.rank:
                parts = [b[offset : offset + parameter.numel()] for b in self._buffers]
                parameter.grad = (torch.stack(parts).mean(0) if self.size > 1 else parts[0].clone()).view_as(parameter)
                square += float(parameter.grad.square().sum())
            offset += parameter.numel()
        self._norms[self.rank] = square
        if self.rank == 0:
            self._progress[0] = progress
        self._barrier.wait()
        norm = float(self._norms.sum()) ** 0.5
        if norm > clip:
            for parameter in self.parameters:
                if parameter.grad is not None:
                    parameter.grad.mul_(clip / norm)
        optimizer.step()
        for parameter in self.parameters:
            parameter.grad = None
        self._barrier.wait()
