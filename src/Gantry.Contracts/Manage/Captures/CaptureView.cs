namespace Gantry.Contracts.Manage.Captures;

/// <summary>What is kept of a request.</summary>
public sealed record CaptureView
{
    public required string RequestId { get; init; }

    public required Guid KeyId { get; init; }

    /// <summary>Nobody reads it after this moment.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>As the client has sent it, decoded.</summary>
    public required CapturedPart Request { get; init; }

    /// <summary>As the client was to get it.</summary>
    public required CapturedPart Answer { get; init; }
}
