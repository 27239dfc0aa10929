namespace Gantry.Protocols.Hub;

/// <summary>Where a stream stands when an error has to be written into it.</summary>
public readonly record struct InBandPosition
{
    /// <summary>True for server-sent events; false for a Gemini JSON array or Converse frames.</summary>
    public bool Sse { get; init; }

    /// <summary>The bytes sent so far end inside an event: it has to be closed first. The client then sees a torn event and the error.</summary>
    public bool InsideEvent { get; init; }

    /// <summary>Responses: the number after the last one that the client has seen, from 0.</summary>
    public long SequenceNumber { get; init; }

    /// <summary>Responses: the id that the client knows the answer by; null where none has passed.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Responses: the model that the client asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Responses: when the answer began, in Unix seconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Gemini array: <c>[</c> and at least one element have been sent.</summary>
    public bool ArrayOpened { get; init; }
}
