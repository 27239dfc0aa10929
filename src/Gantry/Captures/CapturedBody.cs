namespace Gantry.Captures;

/// <summary>A body as it was kept.</summary>
/// <param name="Bytes">From its begin, at most <see cref="Most"/>.</param>
/// <param name="Length">Of the whole body.</param>
internal sealed record CapturedBody(ReadOnlyMemory<byte> Bytes, long Length)
{
    /// <summary>Bytes that are kept of a body.</summary>
    public const int Most = 256 * 1024;

    public bool IsCut => Bytes.Length < Length;
}
