using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Metering;

/// <summary>What a meter has seen of one answer so far.</summary>
public readonly record struct MeterReading
{
    /// <summary>The usage that the provider reported, or null while it has reported none.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Something that the user asked for has passed: text, reasoning, a tool call, a picture. Role and start frames do not count.</summary>
    public bool ContentSeen { get; init; }

    /// <summary>The protocol's own end has passed: <c>[DONE]</c>, <c>message_stop</c>, <c>response.completed|incomplete|failed</c>, a Gemini
    /// <c>finishReason</c>, Converse <c>metadata</c> after <c>messageStop</c>, or the end of a whole JSON document. A Chat stream that
    /// gave its finish reason and no error counts as ended when its body ends, since some vendors send no <c>[DONE]</c>.</summary>
    public bool TerminalSeen { get; init; }

    /// <summary>The type, code or message of an error inside the body (an error event, an error object in a 200), or null.</summary>
    public string? InBandError { get; init; }

    /// <summary>The provider's own word for why it stopped, from the last choice that gave one.</summary>
    public string? StopReason { get; init; }

    /// <summary>The provider's id of the answer.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The model that the provider says has answered. For the record only: it often differs from the one asked for.</summary>
    public string? ServedModel { get; init; }

    /// <summary>The vendor's word for the class of service that it has given; null where it gives none.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>A count was negative, not whole, above 1e9 or contradicted another, and was clamped (reliability rule 5.3).</summary>
    public bool Clamped { get; init; }
}
