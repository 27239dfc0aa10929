namespace Gantry.Contracts.Manage.Routes;

/// <summary>What a client would be told in the place of an answer.</summary>
public sealed record RouteDenial
{
    /// <summary>Of HTTP, in the client's protocol.</summary>
    public required int Status { get; init; }

    public string? Code { get; init; }

    public required string Message { get; init; }

    /// <summary>Seconds after which it is worth trying again; null where waiting does not help.</summary>
    public double? RetryAfter { get; init; }
}
