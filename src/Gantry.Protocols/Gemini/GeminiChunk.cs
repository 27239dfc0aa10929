using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>One GenerateContentResponse: a whole answer, or an event of a stream.</summary>
internal sealed class GeminiChunk
{
    public string Id { get; set; } = "";

    public string Model { get; set; } = "";

    public List<Part> Parts { get; set; } = [];

    /// <summary>Null where the answer goes on.</summary>
    public StopReason? StopReason { get; set; }

    /// <summary>What the provider says about the stop.</summary>
    public JsonText? StopMessage { get; set; }

    /// <summary><c>usageMetadata</c> as it stands.</summary>
    public JsonSlice Usage { get; set; }

    /// <summary><c>error</c> as it stands; absent in an answer.</summary>
    public JsonSlice Error { get; set; }

    /// <summary>Grounding, citations and fetched addresses as members of one object; absent where there are none.</summary>
    public JsonSlice Citations { get; set; }

    /// <summary>Web searches that the grounding tells of.</summary>
    public long Searches { get; set; }
}
