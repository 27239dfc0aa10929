using System.Security.Cryptography;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Secrets;
using Gantry.Snapshot;

namespace Gantry.Management.Keys;

/// <inheritdoc cref="ITryouts"/>
internal sealed class Tryouts(IMyKeys keys, KeyHasher hasher, SnapshotHolder snapshots, TimeProvider time, ILogger<Tryout> log) : ITryouts
{
    /// <summary>How long one works: an afternoon with a page that stays open.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(4);

    private const int SuffixLetters = 6;

    // The catalogue is looked at every second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    public async Task<ITryout> OpenAsync(IActor who, TryoutTerms terms, CancellationToken cancellation)
    {
        await SweepAsync(who, terms.Purpose, cancellation);
        var issued = await keys.CreateAsync(
            who,
            new MyKeyDraft
            {
                Name = $"{terms.Purpose} {RandomNumberGenerator.GetHexString(SuffixLetters, lowercase: true)}",
                Groups = terms.Groups,
                SpendCap = [new SpendCap { Amount = terms.Cap }],
                ExpiresAt = time.GetUtcNow() + Life,
            },
            cancellation);
        var tryout = new Tryout(keys, who, issued, log);
        try
        {
            await AcceptedAsync(issued.Secret, cancellation);
        }
        catch (OperationCanceledException)
        {
            await tryout.DisposeAsync();
            throw;
        }

        return tryout;
    }

    // What nobody could give back, after a crash or a lost connection, shall not fill the list.
    private async Task SweepAsync(IActor who, string purpose, CancellationToken cancellation)
    {
        var (now, mine) = (time.GetUtcNow(), await keys.ListAsync(who, new PageQuery { Limit = PageQuery.Most, Search = purpose + " " }, cancellation));
        foreach (var key in mine.Data.Where(key => key.RevokedAt is null && key.ExpiresAt <= now && IsOurs(key, purpose))) await keys.RevokeAsync(who, key.Id, null, cancellation);
    }

    // Somebody may have named another key alike: only what has our shape and our cap is ours.
    private static bool IsOurs(KeyView key, string purpose) =>
        key.Name.Length == purpose.Length + 1 + SuffixLetters && key.Name[^SuffixLetters..].All(char.IsAsciiHexDigitLower) && key.SpendCap is [{ Window: "total" }];

    private async Task AcceptedAsync(string secret, CancellationToken cancellation)
    {
        var hash = hasher.Hash(secret);
        for (var waited = TimeSpan.Zero; waited < Patience && !snapshots.Current.Keys.ContainsKey(hash); waited += Glance) await Task.Delay(Glance, time, cancellation);
    }
}
