using System.Collections.Frozen;
using System.Collections.Immutable;
using Gantry.Access.Limits;
using Gantry.Snapshot;

namespace Gantry.Bench.BytePaths;

/// <summary>What rate limits take of one request: nothing where there are none.</summary>
internal static class LimitPaths
{
    static readonly Model Model = new() { Id = "claude-sonnet-4-5", DisplayName = "Claude" };

    public static IReadOnlyList<BytePath> All { get; } =
    [
        new("limits/none", 20_000, static () => Prepare(limited: false)),
        new("limits/four-scopes", 20_000, static () => Prepare(limited: true)),
    ];

    static BytePathRun Prepare(bool limited)
    {
        var limiter = new RateLimiter(TimeProvider.System);
        var key = new ApiKey
        {
            Id = Guid.AllBitsSet, Name = "k", AccountId = Guid.AllBitsSet, TenantId = Guid.AllBitsSet, Display = "", Groups = [],
            RateLimit = Limit(RateOwner.Key), AccountRateLimit = Limit(RateOwner.Account),
        };
        var group = new Group
        {
            Name = "g", Offers = FrozenDictionary<string, ImmutableArray<Deployment>>.Empty, RateLimit = Limit(RateOwner.Group),
            ModelRateLimits = limited ? new Dictionary<string, RateLimit> { [Model.Id] = Limit(RateOwner.Model)! }.ToFrozenDictionary() : FrozenDictionary<string, RateLimit>.Empty,
        };
        return new(() =>
        {
            var scopes = RateScopes.Of(key, group, Model);
            if (scopes.Count == 0)
            {
                return;
            }

            var admitted = limiter.AdmitAsync(new RateAsk(scopes, key.AccountId, 1_000, 500, TakesSlot: true), TimeSpan.FromSeconds(5), 100, CancellationToken.None);
            admitted.Result.Lease!.End(1_200);
        });

        RateLimit? Limit(RateOwner owner) => limited ? new RateLimit(new RateScope(owner, "some-id-of-the-owner"), 1_000_000_000, 1_000_000_000_000_000, 100) : null;
    }
}
