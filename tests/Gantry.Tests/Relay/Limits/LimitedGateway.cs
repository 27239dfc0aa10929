using Xunit;

namespace Gantry.Tests.Relay.Limits;

/// <summary>One gateway for the tests that ask with keys of their own.</summary>
public sealed class LimitedGateway : IAsyncLifetime
{
    internal TestGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Gateway = await LimitRig.StartAsync(
        [
            .. from name in (string[])["chat", "responses", "True", "False"] select LimitRig.Key($"headers-{name}", "requests_per_minute: 5, tokens_per_minute: 100000"),
            LimitRig.Key("free", ""),
            LimitRig.Key("tokens", "tokens_per_minute: 100000"),
            LimitRig.Key("nothing", "tokens_per_minute: 100000"),
            LimitRig.Key("requests", "requests_per_minute: 3, concurrent: 1"),
            LimitRig.Key("socket", "requests_per_minute: 1"),
            LimitRig.Key("retried", "requests_per_minute: 1"),
            LimitRig.Key("failover", "requests_per_minute: 9"),
            LimitRig.Key("over", "", "groups: [small, all], fallback: true"),
            LimitRig.Key("alone", "", "groups: [small]"),
            LimitRig.Key("virtual", "", "groups: [pair]"),
            LimitRig.Key("default", null),
        ],
        "default_rate_limits: {requests_per_minute: 2}, rate_limit_queue: {seconds: 0}",
        $"""
        {LimitRig.Group("all", "description: everything")}
        {LimitRig.Group("small", "model_rate_limits: {m: {requests_per_minute: 1}}")}
        {LimitRig.Group("pair", "virtual_models: {either: [m, sim-text-n3]}\nmodel_rate_limits: {m: {requests_per_minute: 1}}", "sim-text-n3")}
        """,
        models: ["sim-text-n3"]);

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
