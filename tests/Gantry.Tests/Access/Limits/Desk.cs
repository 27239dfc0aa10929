using Gantry.Access.Limits;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Access.Limits;

/// <summary>A limiter on a clock that stands still, and short words for what is asked of it.</summary>
internal sealed class Desk
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Desk() => Limiter = new RateLimiter(Time);

    public FakeTime Time { get; } = new();

    public RateLimiter Limiter { get; }

    public static RateLimit Limit(RateOwner owner, string id, long? requests = null, long? tokens = null, long? places = null) =>
        new(new RateScope(owner, id), requests, tokens, places);

    /// <summary>The key's limit, the account's and the group's, as far as they are given.</summary>
    public static RateScopes Scopes(RateLimit? key = null, RateLimit? account = null, RateLimit? group = null)
    {
        var owner = new ApiKey
        {
            Id = Guid.Empty, Name = "k", AccountId = Guid.Empty, TenantId = Guid.Empty, Display = "", Groups = [], RateLimit = key, AccountRateLimit = account,
        };
        return group is null
            ? RateScopes.Of(owner)
            : RateScopes.Of(
                owner,
                new Group { Name = "g", RateLimit = group, Offers = System.Collections.Frozen.FrozenDictionary<string, System.Collections.Immutable.ImmutableArray<Deployment>>.Empty },
                new Model { Id = "m", Aliases = [], DisplayName = "m", OwnedBy = "o", CreatedAt = default });
    }

    public RateAdmission Now(RateScopes scopes, long prompt = 0, long answer = 0, bool place = false)
    {
        var admission = Wait(scopes, prompt, answer, place, patience: TimeSpan.Zero);
        Assert.True(admission.IsCompleted);
        return admission.Result;
    }

    public ValueTask<RateAdmission> Wait(
        RateScopes scopes, long prompt = 0, long answer = 0, bool place = true, Guid account = default, TimeSpan? patience = null, int waiting = 100, CancellationToken cancellation = default) =>
        Limiter.AdmitAsync(new RateAsk(scopes, account, prompt, answer, place), patience ?? Patience, waiting, cancellation);

    public long Busy(RateScopes scopes) => Limiter.Look(scopes).Where(s => s.Kind == RateKind.Concurrent).Max(s => s.Used);

    public long Used(RateScopes scopes, RateKind kind) => Limiter.Look(scopes).Single(s => s.Kind == kind).Used;
}
