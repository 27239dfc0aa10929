using Dapper;
using Gantry.Accounts;

namespace Gantry.Storage;

/// <summary>Answers for repeated requests, in a database.</summary>
internal sealed class RepeatStore(IDatabase database, TimeProvider time) : IRepeatStore
{
    public Task<RepeatState?> ClaimAsync(RepeatClaim claim, TimeSpan keepFor, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            var now = time.GetUtcNow();
            await connection.ExecuteAsync("DELETE FROM manage_repeats WHERE expires_at <= @now", new { now = UnixMicros.Of(now) });
            var made = await connection.ExecuteAsync(
                "INSERT INTO manage_repeats (id, print, expires_at) VALUES (@Id, @Print, @ends) ON CONFLICT (id) DO NOTHING",
                new { claim.Id, claim.Print, ends = UnixMicros.Of(now + keepFor) });
            if (made == 1) return null;
            var (print, answer) = await connection.QuerySingleAsync<(string, string?)>("SELECT print, answer_sealed FROM manage_repeats WHERE id = @Id", new { claim.Id });
            return new RepeatState(print, answer is null ? null : Convert.FromBase64String(answer));
        },
        cancellation);

    public Task AnswerAsync(RepeatClaim claim, byte[] box, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync("UPDATE manage_repeats SET answer_sealed = @answer WHERE id = @Id", new { claim.Id, answer = Convert.ToBase64String(box) }),
        cancellation);

    public Task ForgetAsync(RepeatClaim claim, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.ExecuteAsync("DELETE FROM manage_repeats WHERE id = @Id AND answer_sealed IS NULL", new { claim.Id }),
        cancellation);
}
