using System.Text;
using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Config.Writing;

/// <summary>A file as text that becomes the same bytes again.</summary>
/// <param name="Bytes">As they were read; null where there is no file.</param>
/// <param name="Text">Without a byte order mark.</param>
/// <param name="HasMark">It begins with one.</param>
internal sealed record TextFile(byte[]? Bytes, string Text, bool HasMark)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="TextFaultException">It is not UTF-8.</exception>
    public static TextFile Read(string path)
    {
        if (!File.Exists(path)) return new TextFile(null, "", HasMark: false);
        var bytes = File.ReadAllBytes(path);
        var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        try
        {
            return new TextFile(bytes, Strict.GetString(bytes.AsSpan(hasMark ? Encoding.UTF8.Preamble.Length : 0)), hasMark);
        }
        catch (DecoderFallbackException)
        {
            throw new TextFaultException("it is not written in UTF-8", "", 0);
        }
    }

    /// <summary>The bytes of another text in the same file.</summary>
    public byte[] With(string text) => HasMark ? [.. Encoding.UTF8.Preamble, .. Strict.GetBytes(text)] : Strict.GetBytes(text);
}
