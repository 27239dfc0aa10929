using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Plain text.</summary>
public sealed record TextPart(JsonText Text) : Part
{
    /// <summary>Sources of the text in the words of the protocol it was read from; absent where there are none.</summary>
    public JsonSlice Citations { get; init; }

    /// <summary>Whose words <see cref="Citations"/> are in; null where there are none, or nobody said.</summary>
    public Protocol? CitationsFrom { get; init; }
}
