using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Errors;

/// <summary>A failure as an upstream told it, in whatever envelope.</summary>
/// <param name="Kind">What went wrong at the upstream: <see cref="ErrorKind.InvalidKey"/> and <see cref="ErrorKind.Billing"/> speak of the gateway's own
/// credential there, not of the client's key.</param>
/// <param name="Message">The upstream's own words, keys in them replaced; a sentence of ours where it had none. Never empty.</param>
public sealed record UpstreamError(ErrorKind Kind, string Message)
{
    /// <summary>The protocol that the upstream speaks.</summary>
    public Protocol Spoken { get; init; }

    /// <summary>The status of the answer, or the one that an error inside a 200 names; 0 where there is none.</summary>
    public int Status { get; init; }

    /// <summary>The upstream's machine-readable code, numbers as text; null where it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The upstream's type of error, or Google's status word, or Amazon's exception; null where it gave none.</summary>
    public string? Type { get; init; }

    /// <summary>The member at fault, in the terms of the upstream's protocol.</summary>
    public string? Param { get; init; }

    /// <summary>After how many whole seconds the upstream wants to be asked again; null where it does not say.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The numbers behind <see cref="ErrorKind.ContextTooLong"/>.</summary>
    public ContextOverflow Overflow { get; init; }
}
