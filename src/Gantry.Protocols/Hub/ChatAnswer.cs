using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>A whole answer, in no dialect.</summary>
public sealed record ChatAnswer
{
    /// <summary>The provider's id; empty where it gave none.</summary>
    public string Id { get; init; } = "";

    /// <summary>The model that the provider says has answered.</summary>
    public string Model { get; init; } = "";

    /// <summary>In the order in which they were said.</summary>
    public IReadOnlyList<Part> Parts { get; init; } = [];

    public StopReason StopReason { get; init; }

    /// <summary>Which stop sequence was met, where the provider tells.</summary>
    public JsonText? StopSequence { get; init; }

    /// <summary>The provider's own explanation of why the answer ended, of a refusal above all; null where it gave none.</summary>
    public JsonText? StopDetail { get; init; }

    /// <summary>The answer says itself that it failed; null where it did not.</summary>
    public GatewayError? Error { get; init; }

    /// <summary>Null where the provider reported none.</summary>
    public Usage? Usage { get; init; }
}
