namespace Gantry.Cli.ClientFiles;

/// <summary>A member of an object.</summary>
/// <param name="Name">Without its quotation marks and escapes.</param>
/// <param name="Start">Where its name begins.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsoncMember(string Name, int Start, JsoncNode Value)
{
    /// <summary>Behind the comma that follows; null where none does.</summary>
    public int? CommaEnd { get; set; }
}
