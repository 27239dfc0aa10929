namespace Gantry.Protocols;

/// <summary>Bytes that are not what their dialect demands. Thrown inside readers only, where unwinding is the shortest way out.</summary>
public sealed class ProtocolException : Exception
{
    public ProtocolException()
    {
    }

    public ProtocolException(string message)
        : base(message)
    {
    }

    public ProtocolException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <param name="message">What is wrong and what is expected; no value of the body.</param>
    /// <param name="path">The member at fault, as in <c>messages[2].content</c>.</param>
    public ProtocolException(string message, string path)
        : base(message) => Path = path;

    public string Path { get; } = "";
}
