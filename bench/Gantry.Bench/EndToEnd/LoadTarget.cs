namespace Gantry.Bench.EndToEnd;

/// <summary>Where a stage sends its requests.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Address">Of the simulator or the gateway.</param>
/// <param name="PacedAddress">Of the metronome or the gateway.</param>
/// <param name="Key">What the client presents.</param>
/// <param name="Models">Model names as this target knows them.</param>
/// <param name="Process">Whose processor time and memory are read.</param>
internal sealed record LoadTarget(string Name, Uri Address, Uri PacedAddress, string Key, LoadModels Models, ChildProcess Process);
