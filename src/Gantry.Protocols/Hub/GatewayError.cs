namespace Gantry.Protocols.Hub;

/// <summary>One failure as the gateway tells it, before it is written in a protocol's own shape.</summary>
/// <param name="Kind">What went wrong; decides status, type and code in each protocol.</param>
/// <param name="Origin">Who has to act.</param>
/// <param name="Message">One or two sentences for a person: what is wrong, and what to do. Never a secret, never a part of a key.</param>
public sealed record GatewayError(ErrorKind Kind, ErrorOrigin Origin, string Message)
{
    /// <summary>The member of the request at fault, as a path (<c>messages[2].content</c>), where there is one.</summary>
    public string? Param { get; init; }

    /// <summary>A machine-readable code where the protocol's default for <see cref="Kind"/> is too coarse.</summary>
    public string? Code { get; init; }

    /// <summary>After how many whole seconds a retry makes sense.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The same request can never be served, whatever its kind would say: clients are told not to repeat it.</summary>
    public bool IsFinal { get; init; }

    /// <summary>The id under which this request stands in the usage log.</summary>
    public string RequestId { get; init; } = "";
}
