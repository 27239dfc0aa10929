namespace Gantry.Tests.Cli.Doctor.Clients;

/// <summary>One mistake in a set-up that is otherwise right.</summary>
/// <param name="Name">What somebody did.</param>
/// <param name="Client">In which client.</param>
/// <param name="Break">Does it.</param>
/// <param name="Finding">The one finding, without the client's name.</param>
/// <param name="Where">A part of where it is.</param>
/// <param name="Fix">The whole line that mends it.</param>
internal sealed record BrokenSetUp(string Name, string Client, Action<ClientHome> Break, string Finding, string Where, Func<ClientHome, string> Fix)
{
    /// <summary>The way of the set-up; empty for the recipe's first.</summary>
    public string Variant { get; init; } = "";

    /// <summary>What the client is to ask for; null for what suits it.</summary>
    public string? Model { get; init; }

    /// <summary>The file that <c>--fix</c> mends, and what it changes in it; null where that is left to a person.</summary>
    public Func<ClientHome, (string File, Func<string, string> Change)>? Mends { get; init; }
}
