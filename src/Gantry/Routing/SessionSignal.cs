namespace Gantry.Routing;

/// <summary>What a client calls its conversation.</summary>
/// <param name="From">Where it stands: the name of a header, the path of a member, or <see cref="Head"/>.</param>
/// <param name="Value">The name itself; empty for <see cref="Head"/>.</param>
internal readonly record struct SessionSignal(string From, string Value)
{
    /// <summary>The client names none: the conversation is known by what every turn of it begins with.</summary>
    public const string Head = "head";
}
