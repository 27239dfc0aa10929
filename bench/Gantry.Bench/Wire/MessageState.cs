namespace Gantry.Bench.Wire;

/// <summary>How far an HTTP message has been read.</summary>
internal enum MessageState
{
    Head,
    Counted,
    ChunkSize,
    Chunk,
    ChunkEnd,
    Trailer,
    UntilClosed,
    Whole,
    Broken,
}
