namespace Gantry.Bench.Wire;

/// <summary>Takes the content of an HTTP message as it comes.</summary>
internal interface IMessageSink
{
    /// <summary>A piece of the body, without what frames it.</summary>
    void Body(ReadOnlySpan<byte> piece);
}
