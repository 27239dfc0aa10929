using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Relay;

/// <summary>What the gateway itself knows of the conversation that a Responses request belongs to.</summary>
internal sealed record ConversationState
{
    /// <summary>The response that is continued, for the echo; null where none is.</summary>
    public string? PreviousId { get; init; }

    /// <summary>Every item up to here as a JSON array; null where nobody will ask for it.</summary>
    public byte[]? Input { get; init; }

    /// <summary>The answer can be continued by its id.</summary>
    public bool Stores { get; init; }

    /// <summary>The conversation is to be summed up, not continued.</summary>
    public bool Compacts { get; init; }

    /// <summary>The client reads the answer as events although it is asked for in one piece.</summary>
    public bool Replays { get; init; }

    /// <summary>The request without what the gateway does in the upstream's place.</summary>
    public static ChatRequest Settled(ChatRequest asked) => asked with
    {
        Identity = asked.Identity with { Store = null },
        Extras = [.. asked.Extras.Where(extra => extra.From != Protocol.Responses || extra.Name is not ("background" or "previous_response_id"))],
    };

    /// <summary>The request as the answer has to echo it.</summary>
    public ChatRequest Echoed(ChatRequest asked) => asked with
    {
        Identity = asked.Identity with { Store = Stores },
        Extras = PreviousId is null
            ? asked.Extras
            : [.. asked.Extras.Where(extra => extra.Name != "previous_response_id"), new ExtraMember(Protocol.Responses, "previous_response_id", new JsonSlice(JsonSplice.Quote(PreviousId)))],
    };
}
