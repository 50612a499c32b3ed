package io.github.dmu4j.method;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Map;

/** By the engine and its automatic gradients: on any device, with every term of the loss. */
final class EngineBranch implements BranchTraining {
    private final NDManager manager;
    private final ForwardAdaptation options;
    private final UpgradeLoss loss;
    private final UpgradeNetwork network;

    EngineBranch(NDManager manager, ForwardAdaptation options, UpgradeLoss loss, UpgradeBranch start) {
        this.manager = manager;
        this.options = options;
        this.loss = loss;
        network = new UpgradeNetwork(manager, DataType.FLOAT32, start);
    }

    @Override
    public Map<String, Double> step(UpgradeBatch batch, double rate) {
        Map<String, Double> terms;
        try (NDManager step = manager.newSubManager()) {
            terms = network.backward(step, loss, batch);
        }
        network.step(rate, options.momentum(), options.weightDecay());
        return terms;
    }

    @Override
    public UpgradeBranch snapshot() {
        return network.snapshot();
    }

    @Override
    public void close() {
        network.close();
    }
}
