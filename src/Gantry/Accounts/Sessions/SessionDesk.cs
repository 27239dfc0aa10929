using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gantry.Secrets;

namespace Gantry.Accounts.Sessions;

/// <summary>
/// The sessions that are in use, in memory for at most <see cref="Fresh"/>: what is ended anywhere is over here within that time, and at once
/// where this process ended it.
/// </summary>
internal sealed class SessionDesk(ISessionStore store, KeyHasher hasher, TimeProvider time)
{
    /// <summary>How old what memory says may be.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(4);

    private const int SecretSize = 32;
    private const int SecretLength = 43;
    private const int Most = 10_000;

    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>What a cookie is worth now; using it keeps it alive.</summary>
    public async ValueTask<SessionLook?> FindAsync(string secret, string address, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await ReadAsync(secret, now, cancellation) is not { } entry) return null;
        entry.SeenAt = now;
        if (now - entry.WrittenAt >= SeenStep)
        {
            entry.WrittenAt = now;
            await store.SeenAsync(entry.Look.Row.Id, now, address, cancellation);
        }

        return entry.Look;
    }

    /// <summary>What a cookie is worth now; looking does not keep it alive.</summary>
    public async ValueTask<SessionLook?> PeekAsync(string secret, CancellationToken cancellation) => (await ReadAsync(secret, time.GetUtcNow(), cancellation))?.Look;

    private async ValueTask<Entry?> ReadAsync(string secret, DateTimeOffset now, CancellationToken cancellation)
    {
        if (secret.Length != SecretLength) return null;
        var hash = Hash(secret);
        _entries.TryGetValue(hash, out var entry);
        if (entry is null || now - entry.ReadAt >= Fresh)
        {
            // The time is that before the read: a change that comes while it runs is seen in time.
            if (await store.FindAsync(hash, cancellation) is not { } look)
            {
                _entries.TryRemove(hash, out _);
                return null;
            }

            if (_entries.Count >= Most) _entries.Clear();
            var seen = entry is not null && entry.SeenAt > look.Row.SeenAt ? entry.SeenAt : look.Row.SeenAt;
            _entries[hash] = entry = new Entry(look, now) { SeenAt = seen };
        }

        if (Holds(entry, now)) return entry;
        _entries.TryRemove(hash, out _);
        return null;
    }

    /// <summary>Keeps a session under a new secret.</summary>
    /// <returns>What the cookie is to hold.</returns>
    public async Task<string> BeginAsync(Func<string, SessionRow> make, CancellationToken cancellation)
    {
        var secret = NewSecret();
        await store.AddAsync(make(Hash(secret)), cancellation);
        return secret;
    }

    /// <summary>Gives a session another secret (reliability S-22).</summary>
    /// <returns>What the cookie is to hold; null where the session has ended meanwhile.</returns>
    public async Task<string?> RenewAsync(SessionRow session, DateTimeOffset provedAt, CancellationToken cancellation)
    {
        var secret = NewSecret();
        var renewed = await store.RenewAsync(session.SecretHash, Hash(secret), provedAt, cancellation);
        _entries.TryRemove(session.SecretHash, out _);
        return renewed ? secret : null;
    }

    public async Task<bool> EndAsync(Guid account, Guid id, CancellationToken cancellation)
    {
        var ended = await store.EndAsync(account, id, cancellation);
        Forget(row => row.Id == id);
        return ended;
    }

    public async Task EndOthersAsync(Guid account, Guid? kept, CancellationToken cancellation)
    {
        await store.EndOthersAsync(account, kept, cancellation);
        Forget(row => row.AccountId == account && row.Id != kept);
    }

    public async Task<IReadOnlyList<SessionRow>> ListAsync(Guid account, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return [.. (await store.ListAsync(account, cancellation)).Where(row => now < row.ExpiresAt && now - row.SeenAt < SessionTerms.Idle(row.Role))];
    }

    public async Task DraftTotpAsync(SessionRow session, byte[]? sealedKey, CancellationToken cancellation)
    {
        await store.DraftTotpAsync(session.Id, sealedKey, cancellation);
        Forget(row => row.Id == session.Id);
    }

    /// <summary>Reads the sessions of an account anew: it has another factor, or none.</summary>
    public void Forget(Guid account) => Forget(row => row.AccountId == account);

    private void Forget(Func<SessionRow, bool> which)
    {
        foreach (var (hash, entry) in _entries)
        {
            if (which(entry.Look.Row)) _entries.TryRemove(hash, out _);
        }
    }

    private static bool Holds(Entry entry, DateTimeOffset now)
    {
        var (look, row) = (entry.Look, entry.Look.Row);
        if (look.Disabled || look.Role != row.Role || now >= row.ExpiresAt) return false;
        return row.Stage == SessionStage.AwaitsFactor || now - entry.SeenAt < SessionTerms.Idle(row.Role);
    }

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretSize));

    private string Hash(string secret) => hasher.Hash("session\n" + secret).ToHex();

    // Its times are moved by several requests at once; whichever wins is right to the second.
    private sealed class Entry(SessionLook look, DateTimeOffset readAt)
    {
        private long _seen;
        private long _written = look.Row.SeenAt.UtcTicks;

        public SessionLook Look => look;

        public DateTimeOffset ReadAt => readAt;

        public DateTimeOffset SeenAt
        {
            get => new(Interlocked.Read(ref _seen), TimeSpan.Zero);
            set => Interlocked.Exchange(ref _seen, value.UtcTicks);
        }

        public DateTimeOffset WrittenAt
        {
            get => new(Interlocked.Read(ref _written), TimeSpan.Zero);
            set => Interlocked.Exchange(ref _written, value.UtcTicks);
        }
    }
}
