using System.Data.Common;
using Dapper;
using Gantry.Accounts.Users;

namespace Gantry.Storage;

/// <summary>Tries in a database: a restart forgets none, and every node counts the same.</summary>
internal sealed class TryStore(IDatabase database, TimeProvider time) : ITryStore
{
    // Longer than every window: a short one must not forget what a long one counts.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public async Task<(Guid Try, TimeSpan? Wait)> TakeAsync(IReadOnlyList<(string Subject, int Limit)> subjects, TimeSpan window, CancellationToken cancellation)
    {
        // Who has to wait is answered by a read: who guesses must not queue before those who pay.
        var now = time.GetUtcNow();
        if (await database.ReadAsync(connection => WaitAsync(connection, subjects, window, now), cancellation) is { } wait) return (Guid.Empty, wait);
        return await database.WriteAsync<(Guid, TimeSpan?)>(
            async connection =>
            {
                await connection.ExecuteAsync("UPDATE sign_in_gate SET id = id WHERE id = 1");
                await connection.ExecuteAsync("DELETE FROM sign_in_tries WHERE at <= @before", new { before = UnixMicros.Of(now - (window > Kept ? window : Kept)) });
                if (await WaitAsync(connection, subjects, window, now) is { } late) return (Guid.Empty, late);
                var id = Guid.CreateVersion7(now);
                await connection.ExecuteAsync(
                    "INSERT INTO sign_in_tries (id, subject, at) VALUES (@id, @Subject, @at)",
                    subjects.Select(s => new { id = id.ToString(), s.Subject, at = UnixMicros.Of(now) }));
                return (id, null);
            },
            cancellation);
    }

    public Task GiveBackAsync(Guid attempt, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync("DELETE FROM sign_in_tries WHERE id = @id", new { id = attempt.ToString() }), cancellation);

    private static async Task<TimeSpan?> WaitAsync(DbConnection connection, IReadOnlyList<(string Subject, int Limit)> subjects, TimeSpan window, DateTimeOffset now)
    {
        TimeSpan? longest = null;
        foreach (var (subject, limit) in subjects)
        {
            // The try that has to grow old before there is room again.
            var at = await connection.QuerySingleOrDefaultAsync<long?>(
                "SELECT at FROM sign_in_tries WHERE subject = @subject AND at > @since ORDER BY at DESC LIMIT 1 OFFSET @offset",
                new { subject, since = UnixMicros.Of(now - window), offset = limit - 1 });
            if (at is { } micros && UnixMicros.ToTime(micros) + window - now is var wait && (longest is null || wait > longest)) longest = wait;
        }

        return longest;
    }
}
