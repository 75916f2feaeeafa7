package dev.firebreak.app.web.service;

import dev.firebreak.app.deliver.SignedOrders;
import dev.firebreak.core.rollout.OrderStore;
import dev.firebreak.core.rollout.PackageFile;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What delivering needs of others.
 *
 * @param packages that are there, proven genuine, and can be handed out
 * @param random for ids
 * @param signed the signed list of approved orders; what is not in it is not handed out
 * @param refusals orders that are not handed out
 */
public record Delivery(
        OrderStore orders,
        Supplier<List<PackageFile>> packages,
        RandomGenerator random,
        SignedOrders signed,
        OrderRefusals refusals) {}
