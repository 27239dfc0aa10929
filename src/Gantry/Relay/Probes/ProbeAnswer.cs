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
    /// <returns>The outcome, and how long the upstream asks to be left alone.</returns>
    public static async Task<(AttemptOutcome Outcome, TimeSpan? RetryAfter)> ReadAsync(Protocol spoken, HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status >= 400)
        {
            using var said = await UpstreamRefusal.ReadAsync(response, cancellation);
            var error = UpstreamErrors.Read(
                spoken, status, response.Content.Headers.ContentType?.ToString(), said.Bytes.Span, name => UpstreamHeaders.Find(response, name));
            return (Outcomes.OfStatus(status, error.Kind), error.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        }

        if (UpstreamAnswer.WhatElse(response, Operation.Chat) is not null)
        {
            return (AttemptOutcome.BadAnswer, null);
        }

        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        using var held = new PooledBytes(response.Content.Headers.ContentLength ?? ReadSize);
        int read;
        while (held.Length < Longest && (read = await body.ReadAsync(held.Free(ReadSize), cancellation)) > 0)
        {
            held.Take(read);
        }

        return UpstreamErrors.ReadAnswer(spoken, held.Bytes.Span, name => UpstreamHeaders.Find(response, name)) switch
        {
            null => (AttemptOutcome.Served, null),
            { Code: "upstream_bad_answer" } => (AttemptOutcome.BadAnswer, null),
            var error => (error.Kind is ErrorKind.InvalidKey or ErrorKind.Billing or ErrorKind.RateLimited ? Outcomes.OfStatus(0, error.Kind) : AttemptOutcome.ErrorBeforeContent, null),
        };
    }
}
