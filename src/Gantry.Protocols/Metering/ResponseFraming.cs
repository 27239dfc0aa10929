namespace Gantry.Protocols.Metering;

/// <summary>How the bytes of an answer are divided.</summary>
public enum ResponseFraming
{
    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>Server-sent events.</summary>
    Sse,

    /// <summary>A JSON array that grows element by element (Gemini without <c>alt=sse</c>).</summary>
    JsonArray,

    /// <summary>Amazon event stream frames.</summary>
    AwsEventStream,

    /// <summary>Anything that carries no usage: audio, text, HTML.</summary>
    Opaque,
}
