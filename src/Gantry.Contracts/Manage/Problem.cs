namespace Gantry.Contracts.Manage;

/// <summary>Why a request is not served: problem details (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>A URN that ends with the code.</summary>
    public required string Type { get; init; }

    /// <summary>The same for every problem of its kind.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>In snake case, stable: what programs compare.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong, by the path of the field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>Names the request in the log.</summary>
    public required string RequestId { get; init; }

    /// <summary>Whose fault it is: <c>client</c> or <c>gateway</c>.</summary>
    public required string Origin { get; init; }
}
