using System.Text.Json.Serialization;

namespace Gantry.Cli.Config.Writing;

/// <summary>One write: what undoing it takes.</summary>
/// <param name="Client">The recipe's id.</param>
/// <param name="WrittenAt">When.</param>
/// <param name="Files">In the order of writing; the original of each lies beside under its number.</param>
/// <param name="Folders">Made for it, outermost first.</param>
internal sealed record KeptSet(string Client, DateTimeOffset WrittenAt, IReadOnlyList<KeptFile> Files, IReadOnlyList<string> Folders)
{
    /// <summary>Where it is kept.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";
}
