using System.Text;
using System.Text.Unicode;

namespace Gantry.Captures;

/// <summary>A body as it was kept.</summary>
/// <param name="Bytes">From its begin, at most <see cref="Most"/>.</param>
/// <param name="Length">Of the whole body.</param>
internal sealed record CapturedBody(ReadOnlyMemory<byte> Bytes, long Length)
{
    /// <summary>Bytes that are kept of a body.</summary>
    public const int Most = 256 * 1024;

    private const int LongestCharacter = 4;

    public bool IsCut => Bytes.Length < Length;

    /// <summary>What it says; null where it is no text. A cut may go through a character: that one is left out.</summary>
    public string? Text()
    {
        var bytes = Bytes.Span;
        for (var less = 0; less < (IsCut ? LongestCharacter : 1) && less <= bytes.Length; less++)
        {
            if (Utf8.IsValid(bytes[..^less])) return Encoding.UTF8.GetString(bytes[..^less]);
        }

        return null;
    }
}
