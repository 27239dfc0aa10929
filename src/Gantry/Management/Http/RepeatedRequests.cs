using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gantry.Accounts;
using Gantry.Contracts.Manage;
using Gantry.Secrets;

namespace Gantry.Management.Http;

/// <summary>
/// <c>Idempotency-Key</c> on POST: within a day the same request is answered as the first time, and done once. Answers lie sealed: they may
/// hold a secret that is shown once.
/// </summary>
internal sealed class RepeatedRequests(IRepeatStore store, SecretSeal seal)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Set on an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int LongestKey = 200;
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(24);

    /// <summary>Serves a request once.</summary>
    /// <exception cref="RefusedException">The key stands for another body, or its first request has no answer yet.</exception>
    public async Task<StoredAnswer> ServeAsync(HttpContext http, Caller caller, ReadOnlyMemory<byte> body, Func<Task<StoredAnswer>> serve)
    {
        if (http.Request.Method != HttpMethods.Post || http.Request.Headers[Header] is not [{ Length: > 0 } key]) return await serve();
        if (key.Length > LongestKey) throw RefusedException.Field(Header, $"is longer than {LongestKey} characters");
        var claim = new RepeatClaim(Digest($"{caller.AccountId}\n{caller.TokenId}\n{http.Request.Path}\n{key}"), Convert.ToHexStringLower(SHA256.HashData(body.Span)));
        // From here on a client that leaves must not leave the claim without its answer.
        if (await store.ClaimAsync(claim, KeepFor, CancellationToken.None) is { } known)
        {
            var replayed = Replay(claim, known);
            http.Response.Headers[ReplayedHeader] = "true";
            return replayed;
        }

        StoredAnswer answer;
        try
        {
            answer = await serve();
        }
        catch
        {
            await store.ForgetAsync(claim, CancellationToken.None);
            throw;
        }

        await store.AnswerAsync(claim, seal.Seal(JsonSerializer.SerializeToUtf8Bytes(answer), Cell(claim)), CancellationToken.None);
        return answer;
    }

    private StoredAnswer Replay(RepeatClaim claim, RepeatState known)
    {
        if (known.Print != claim.Print) throw RefusedException.Of(RefusalKind.Conflict, "idempotency_key_reused", "This Idempotency-Key stands for a request with another body.");
        if (known.Sealed is null)
            throw RefusedException.Of(RefusalKind.Conflict, "idempotency_in_progress", "The first request under this Idempotency-Key has no answer yet. Look whether it was done, or ask again.");
        return JsonSerializer.Deserialize<StoredAnswer>(seal.OpenBytes(known.Sealed, Cell(claim)))!;
    }

    private static SealContext Cell(RepeatClaim claim) => new("manage_repeats", claim.Id, "answer_sealed");

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
