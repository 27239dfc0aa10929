namespace Gantry.Contracts.Manage.Routes;

/// <summary>A request that somebody might send.</summary>
public sealed record RouteQuestion
{
    /// <summary>With this key.</summary>
    public required Guid KeyId { get; init; }

    /// <summary>As a client would write it.</summary>
    public required string Model { get; init; }

    /// <summary><c>chat</c>, <c>responses</c>, <c>messages</c> or <c>gemini</c>.</summary>
    public string Protocol { get; init; } = "chat";

    /// <summary>Such as <c>chat</c>, <c>embeddings</c> or <c>image_generation</c>.</summary>
    public string Operation { get; init; } = "chat";
}
