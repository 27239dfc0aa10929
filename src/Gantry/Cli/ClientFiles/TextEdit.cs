using System.Text;

namespace Gantry.Cli.ClientFiles;

/// <summary>One piece of a text that is replaced.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">What is taken out; 0 for an insertion.</param>
/// <param name="Text">What stands there instead.</param>
internal readonly record struct TextEdit(int Start, int Length, string Text)
{
    /// <summary>The text with this edit made.</summary>
    public string In(string text) => string.Concat(text.AsSpan(0, Start), Text, text.AsSpan(Start + Length));

    /// <summary>The text with all edits made. Those at one place keep their order.</summary>
    /// <exception cref="TextFaultException">An edit changes nothing: what is there was not recognised as what is wanted.</exception>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var made = new StringBuilder(text.Length + 512);
        var from = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start))
        {
            if (text.AsSpan(edit.Start, edit.Length).SequenceEqual(edit.Text)) throw new TextFaultException("what was added would not be read back", text, edit.Start);
            made.Append(text, from, edit.Start - from).Append(edit.Text);
            from = edit.Start + edit.Length;
        }

        return made.Append(text, from, text.Length - from).ToString();
    }
}
