using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Providers;

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
            var error = await TranslatedRefusal.ReadAsync(spoken, response, cancellation);
            return (Of(status, error.Kind), error.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
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
            var error => (error.Kind is ErrorKind.InvalidKey or ErrorKind.Billing or ErrorKind.RateLimited ? Of(0, error.Kind) : AttemptOutcome.ErrorBeforeContent, null),
        };
    }

    /// <summary>What a status means; the kind is what the body says, where vendors put one failure under the status of another.</summary>
    public static AttemptOutcome Of(int status, ErrorKind kind) => (status, kind) switch
    {
        (407, _) => AttemptOutcome.ProxyFailed,
        (402, _) or (_, ErrorKind.Billing) => AttemptOutcome.CredentialBroke,
        (401 or 403, _) or (_, ErrorKind.InvalidKey) => AttemptOutcome.CredentialRefused,
        (429, _) or (_, ErrorKind.RateLimited) => AttemptOutcome.RateLimited,
        (503 or 529, _) => AttemptOutcome.Overloaded,
        (408 or >= 500, _) => AttemptOutcome.UpstreamFailed,
        _ => AttemptOutcome.RequestRefused,
    };

    /// <summary>What a failure on the way means.</summary>
    /// <param name="failure">Of sending or reading.</param>
    /// <param name="answered">Headers had come.</param>
    public static AttemptOutcome Of(Exception failure, bool answered) => failure switch
    {
        SigningException => AttemptOutcome.Unsigned,
        AddressRefusedException or HttpRequestException { InnerException: AddressRefusedException } => AttemptOutcome.AddressRefused,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => AttemptOutcome.DnsFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => AttemptOutcome.ConnectFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => AttemptOutcome.TlsFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => AttemptOutcome.ProxyFailed,
        // The handler's own limit for connecting and shaking hands.
        OperationCanceledException { InnerException: TimeoutException } => AttemptOutcome.ConnectFailed,
        OperationCanceledException => answered ? AttemptOutcome.SilentBeforeContent : AttemptOutcome.FirstByteTimeout,
        InvalidDataException => AttemptOutcome.BadAnswer,
        _ => answered ? AttemptOutcome.TornBeforeContent : AttemptOutcome.ResetBeforeAnswer,
    };
}
