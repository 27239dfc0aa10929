namespace Gantry.Protocols.Json;

/// <summary>A stretch of bytes in a body, counted from the body's first byte (a byte order mark counts).</summary>
/// <param name="Offset">Position of the first byte.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct ByteRange(int Offset, int Length)
{
    /// <summary>Position after the last byte.</summary>
    public int End => Offset + Length;
}
