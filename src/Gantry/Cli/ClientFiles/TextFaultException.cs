namespace Gantry.Cli.ClientFiles;

/// <summary>A text of a client's that cannot be read, or cannot be changed by rule. Nothing of it was changed.</summary>
/// <param name="reason">What is wrong, without any of the text: it may hold a key.</param>
/// <param name="text">The text.</param>
/// <param name="at">Where in it.</param>
internal sealed class TextFaultException(string reason, string text, int at) : Exception(reason)
{
    /// <summary>Counted from 1.</summary>
    public int Line { get; } = TextLines.Number(text, at);

    /// <summary>Counted from 1, in UTF-16 units.</summary>
    public int Column { get; } = Math.Min(at, text.Length) - (text.AsSpan(0, Math.Min(at, text.Length)).LastIndexOf('\n') + 1) + 1;
}
