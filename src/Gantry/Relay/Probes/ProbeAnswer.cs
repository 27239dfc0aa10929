using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;

namespace Gantry.Relay.Probes;

/// <summary>From what came of a probe to an outcome.</summary>
internal static class ProbeAnswer
{
    private const int Longest = 256 * 1024;
    private const int ReadSize = 4096;

    /// <summary>Reads the answer to its end.</summary>
    public static async Task<ProbeFinding> ReadAsync(Protocol spoken, HttpResponseMessage response, CancellationToken cancellation)
    {
        if (await RefusalAsync(spoken, response, Operation.Chat, cancellation) is { } refused)
        {
            return refused;
        }

        using var held = await BodyAsync(response, Longest, cancellation);
        var found = UpstreamErrors.ReadAnswer(spoken, held.Bytes.Span, name => UpstreamHeaders.Find(response, name)) switch
        {
            null => new ProbeFinding(AttemptOutcome.Served),
            { Code: "upstream_bad_answer" } error => new ProbeFinding(AttemptOutcome.BadAnswer) { Detail = error.Message },
            var error => new ProbeFinding(error.Kind is ErrorKind.InvalidKey or ErrorKind.Billing or ErrorKind.RateLimited ? Outcomes.OfStatus(0, error.Kind) : AttemptOutcome.ErrorBeforeContent) { Detail = error.Message },
        };
        return found with { Status = (int)response.StatusCode };
    }

    /// <summary>What it refuses with; null where its body may be the answer.</summary>
    public static async Task<ProbeFinding?> RefusalAsync(Protocol spoken, HttpResponseMessage response, Operation operation, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status >= 400)
        {
            using var said = await UpstreamRefusal.ReadAsync(response, cancellation);
            var error = UpstreamErrors.Read(
                spoken, status, response.Content.Headers.ContentType?.ToString(), said.Bytes.Span, name => UpstreamHeaders.Find(response, name));
            return new ProbeFinding(Outcomes.OfStatus(status, error.Kind))
            {
                RetryAfter = error.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Status = status,
                Detail = error.Message,
            };
        }

        return UpstreamAnswer.WhatElse(response, operation) is { } what ? new ProbeFinding(AttemptOutcome.BadAnswer) { Status = status, Detail = $"It answered with {what}." } : null;
    }

    /// <summary>The body in clear, up to a bound; for the caller to dispose of.</summary>
    public static async Task<PooledBytes> BodyAsync(HttpResponseMessage response, int longest, CancellationToken cancellation)
    {
        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        var held = new PooledBytes(Math.Min(response.Content.Headers.ContentLength ?? ReadSize, longest));
        try
        {
            int read;
            while (held.Length < longest && (read = await body.ReadAsync(held.Free(ReadSize), cancellation)) > 0)
            {
                held.Take(read);
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
