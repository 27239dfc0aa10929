using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Gantry.Billing.Pricing;
using Gantry.Protocols;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Tests.Routing;

/// <summary>Planners with what they look at, and small pools for them.</summary>
internal static class Planners
{
    public static readonly Model TheModel = Snapshots.Model("m", "alias-of-m");

    public static RoutePlanner New(HealthLook? look = null, Affinity? affinity = null, TimeProvider? time = null)
    {
        time ??= new FakeTime();
        return new RoutePlanner(new Turns(), look ?? Well, affinity ?? new Affinity(time), time);
    }

    public static HealthView Well(RouteTarget target) => new() { Target = target, State = HealthState.Healthy };

    public static Upstream Upstream(string name, int credentials = 1) => Snapshots.Upstream(name, Protocol.Chat) with
    {
        Credentials = [.. Enumerable.Range(1, credentials).Select(n => new UpstreamCredential(new Guid((int)StableHash.Of(name), (short)n, 0, new byte[8]), $"{name}-{n}"))],
    };

    /// <summary>The model at an upstream of its own name.</summary>
    public static Deployment At(string upstream, int weight = 1, int priority = 0, int credentials = 1) =>
        Snapshots.Deployment(TheModel, Upstream(upstream, credentials)) with { Weight = weight, Priority = priority };

    /// <summary>A group at a factor of the list price.</summary>
    public static Group Priced(string name, long factorPpm, params Deployment[] deployments) =>
        Snapshots.Group(name, [.. deployments.Select(d => d with { PriceFactorPpm = factorPpm, Price = new PinnedPrice(d.Price!.Version, factorPpm) })]) with { MultiplierPpm = factorPpm };

    public static ApiKey Auto(AutoChoice auto, params Group[] groups) => Snapshots.Key(groups) with { Auto = auto, Fallback = true };

    public static RouteRequest Ask(ApiKey key, string? session = null, string model = "m", Protocol protocol = Protocol.Chat) =>
        new(key, model, protocol, Operation.Chat) { Session = session is null ? null : new SessionSignal("x-session-id", session) };

    public static RouteRequest Messages(ApiKey key, string model, string body) => new(key, model, Protocol.Messages, Operation.Chat) { Body = Encoding.UTF8.GetBytes(body) };

    public static ModelMap Map(params (string From, string To)[] names) => new()
    {
        Exact = names.Where(n => !n.From.EndsWith('*')).ToFrozenDictionary(n => n.From, n => n.To),
        Prefixes = [.. names.Where(n => n.From is [_, .., '*']).Select(n => (n.From[..^1], n.To)).OrderByDescending(n => n.Item1.Length)],
        Unknown = names.Where(n => n.From == "*").Select(n => n.To).FirstOrDefault(),
    };

    public static string Names(this RoutePlan plan) => string.Join(' ', plan.Candidates.Select(c => $"{c.Group.Name}/{c.Deployment.Upstream.Name}"));

    public static ImmutableArray<RouteTarget> Targets(this RoutePlan plan) => [.. plan.Candidates.Select(c => c.Target)];
}
