using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Secrets;
using Gantry.Snapshot;

namespace Gantry.Arrivals;

/// <inheritdoc cref="IArrivalWatch"/>
internal sealed class ArrivalWatch(ArrivalFeed feed, Guid account, IPAddress? address, DateTimeOffset end) : IArrivalWatch
{
    /// <summary>What nobody has read yet; beyond it the oldest are dropped.</summary>
    private const int Most = 64;

    // So much of a key nobody has by chance: 62 to the 16th.
    private const int MarkLength = 16;

    private readonly Channel<Arrival> _arrivals = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private volatile string? _secret;

    /// <summary>Whose it is.</summary>
    public Guid Account => account;

    /// <summary>When it ends by itself: a page that is left open must not keep the feed alive for ever.</summary>
    public DateTimeOffset End => end;

    public string Placeholder { get; } = "PUT-YOUR-KEY-HERE-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public void Expect(string? secret) => _secret = secret is { Length: >= MarkLength } ? secret : null;

    public async IAsyncEnumerable<Arrival> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var arrival in _arrivals.Reader.ReadAllAsync(cancellation)) yield return arrival;
    }

    /// <summary>Takes the request if it is one that the watcher may see (decision 0033).</summary>
    public void Look(ArrivalFacts facts)
    {
        if (Judge(facts) is { } arrival) _arrivals.Writer.TryWrite(arrival);
    }

    public void Dispose()
    {
        feed.Close(this);
        _secret = null;
        _arrivals.Writer.TryComplete();
    }

    private Arrival? Judge(ArrivalFacts facts)
    {
        var own = facts.Keys.FirstOrDefault(IsOwn);
        if (own is not null)
        {
            var others = facts.Keys.Any(key => key.Id != own.Id && IsAlive(key, facts.Arrival.At));
            var standing = others && IsAlive(own, facts.Arrival.At) ? KeyStanding.Two
                : own.Disabled ? KeyStanding.Revoked
                : IsAlive(own, facts.Arrival.At) ? KeyStanding.Good
                : KeyStanding.Expired;
            // Beside a dead key of the watcher's, one of somebody else's was served: that is the other's request.
            return others && standing is KeyStanding.Revoked or KeyStanding.Expired && facts.Keys.Any(key => !IsOwn(key) && IsAlive(key, facts.Arrival.At))
                ? null
                : facts.Arrival with { Key = standing, KeyId = own.Id, KeyDisplay = own.Display };
        }

        if (facts.Keys.Count > 0) return null;
        if (facts.Secrets.Any(secret => secret.Contains(Placeholder, StringComparison.Ordinal))) return facts.Arrival with { Key = KeyStanding.Placeholder };
        if (_secret is { } expected)
        {
            if (facts.Secrets.Any(secret => secret == expected)) return facts.Arrival with { Key = KeyStanding.Unknown, KeyForm = null, KeyDisplay = KeyFormat.Display(expected) };
            var mark = Mark(expected);
            if (facts.Secrets.Any(secret => secret.Contains(mark, StringComparison.Ordinal))) return facts.Arrival with { Key = KeyStanding.Damaged };
            if (facts.Elsewhere.FirstOrDefault(header => header.Value.Contains(mark, StringComparison.Ordinal)) is { Key: { } name })
            {
                return facts.Arrival with { Key = KeyStanding.Misplaced, KeyPlaces = [name.ToLowerInvariant()] };
            }
        }

        // Only administrators have an address to compare: others share theirs with strangers.
        return address is not null && address.Equals(facts.Address) ? facts.Arrival : null;
    }

    // From the middle: what is cut off or put on is at the ends.
    private static string Mark(string secret) => secret.Substring((secret.Length - MarkLength) / 2, MarkLength);

    private bool IsOwn(ApiKey key) => key.AccountId == account || key.MemberId == account;

    private static bool IsAlive(ApiKey key, DateTimeOffset now) => !key.Disabled && (key.ExpiresAt is null || key.ExpiresAt > now);
}
