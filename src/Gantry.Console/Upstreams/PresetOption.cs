namespace Gantry.Console.Upstreams;

/// <summary>What a provider alone asks for.</summary>
/// <param name="Name">As in the declarative file.</param>
/// <param name="Like">How it looks.</param>
/// <param name="Filled">What is filled in.</param>
internal sealed record PresetOption(string Name, string Like, string Filled = "");
